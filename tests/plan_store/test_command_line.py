"""python -m plan_store: the first person of a portal that has nobody yet, and what is said where nothing is ready."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlmodel import select

from plan_store.__main__ import main
from plan_store.people import Organisation, User, actor_for
from plan_store.permissions import Actor, Role
from plan_store.settings import settings
from plan_store.store import MIGRATIONS, engine, reading, upgrade_schema

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


READERS = (("check",), ("export", "0198", "programme.json"), ("sign-in-link", "midwife@trust.example"))
EMPTY = (
    "Nothing was ever kept in this store. Is DATABASE_URL right? If this is a new portal, start it once, "
    "or invite somebody.\n"
)
OLDER = "An older portal made this store. Back it up, then start this portal once: that brings the store up to date.\n"
NEWER = "A newer portal made this store. Install that one, or restore an older backup.\n"


@pytest.mark.parametrize("words", READERS)
def test_a_store_that_was_never_prepared_is_left_as_it_is(
    unprepared: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert main(list(words)) == 1
    assert capsys.readouterr() == ("", EMPTY)
    assert list(tmp_path.iterdir()) == []
    assert inspect(engine()).get_table_names() == []


@pytest.mark.parametrize("words", READERS)
def test_a_store_without_a_schema_is_as_good_as_none(
    unprepared: str, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    with engine().begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    assert main(list(words)) == 1
    assert capsys.readouterr() == ("", EMPTY)


@pytest.mark.parametrize("store_kind", ["postgresql"])
def test_nothing_is_not_backed_up(unprepared: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(tmp_path / "backup.dump")]) == 1
    assert capsys.readouterr() == ("", EMPTY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", READERS)
@pytest.mark.parametrize(
    ("schema", "said"),
    [*((path.name[:4], OLDER) for path in sorted((MIGRATIONS / "versions").glob("0*.py"))[:-1]), ("9999", NEWER)],
)
def test_another_portals_store_is_not_read(
    unprepared: str, capsys: pytest.CaptureFixture[str], schema: str, said: str, words: tuple[str, ...]
) -> None:
    upgrade_schema(revision="head" if said == NEWER else schema)
    with engine().begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :schema"), {"schema": schema})
    assert main(list(words)) == 1
    assert capsys.readouterr() == ("", said)
