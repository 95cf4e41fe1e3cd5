"""python -m plan_store invite: the first person of a portal that has nobody yet."""

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from plan_store.__main__ import main
from plan_store.people import Organisation, User, actor_for
from plan_store.permissions import Actor, Role
from plan_store.settings import settings
from plan_store.store import reading

PERSON = ("invite", "Midwife@Trust.example", "Lead midwife")


def test_the_first_administrator_and_their_trust(
    store: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORTAL_URL", "https://portal.trust.example/")
    settings.cache_clear()
    assert main([*PERSON, "r0a", "trust-administrator"]) == 0
    assert re.fullmatch(r"https://portal\.trust\.example/sign-in\?token=[\w-]{43}\n", capsys.readouterr().out)
    with reading() as session:
        (user,) = session.exec(select(User)).all()
        found = actor_for(session, user.id)
        (trust,) = session.exec(select(Organisation)).all()
    assert found == Actor(user.id, "Lead midwife", {"R0A": Role.TRUST_ADMINISTRATOR})
    assert user.email == "midwife@trust.example"
    assert (trust.name, trust.region) == ("Manchester University NHS Foundation Trust", "North West")


NO_TRUST = "No trust has the ODS code ZZZ; plan_store/library/organisations.csv lists them.\n"
NO_ADDRESS = "Write an email address, such as name@trust.nhs.uk.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*PERSON, "R0A", "viewer"), "midwife@trust.example belongs to this trust already.\n"),
        (
            (*PERSON, "ZZZ", "viewer"),
            "No trust has the ODS code ZZZ; plan_store/library/organisations.csv lists them.\n",
        ),
        (
            ("invite", "midwife", "Lead midwife", "R0A", "viewer"),
            "Write an email address, such as name@trust.nhs.uk.\n",
        ),
        (("sign-in-link", "nobody@trust.example"), "Nobody here has the email address nobody@trust.example.\n"),
    ],
)
def test_what_cannot_be_done_is_said(
    store: Engine, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    main([*PERSON, "R0A", "viewer"])
    capsys.readouterr()
    assert main(list(words)) == 1
    assert capsys.readouterr() == ("", said)


def test_a_role_must_be_one_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*PERSON, "R0A", "king"])
    assert "'king' is no role; there are programme reader, viewer, editor, lead" in capsys.readouterr().err
