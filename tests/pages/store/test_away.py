"""While the store is full or away, a page says so in a sentence, keeps what was typed, and saves once there is room."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from pages._parts.plan import Plan
from pages._parts.rich_text import Submitted
from pages._parts.text_box import keep
from plan_store.permissions import Actor
from plan_store.programmes import find_programme
from plan_store.store import reading, writing
from plan_store.texts import read_texts, save_text
from tests.pages.store.conftest import FULL, ROOM

FULL_SENTENCE = (
    "The portal could not save this because its disk is full. What you typed is still here. "
    "Please tell whoever looks after the portal."
)
LONG = f"<p>{'word ' * 30_000}</p>"
CSV = b"Month,Tested,Booked\n" + b"".join(b"01/%02d/2025,8%d,100\n" % (month, month % 9) for month in range(1, 13))
Tab = Callable[..., AppTest]


def html_of(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def test_a_box_says_that_the_disk_is_full_and_saves_later(
    disk: Callable[[str], None], actor: Actor, programme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading() as session:
        plan = Plan(find_programme(session, actor, programme), True)
    monkeypatch.setattr(Plan, "actor", actor)
    disk(FULL)
    answer = keep(plan, "aims", Submitted(LONG, 0, 1))
    assert (answer.error, answer.revision) == (FULL_SENTENCE, 0)
    disk(ROOM)
    assert keep(plan, "aims", Submitted(LONG, 0, 2)).revision == 1
    with reading() as session:
        assert read_texts(session, actor, programme)["aims"].html == LONG


def test_a_dialog_says_so_and_keeps_what_was_typed(disk: Callable[[str], None], tab: Tab) -> None:
    at = tab("measurement_plan")
    at.button(key="add_row").click().run()
    name = next(line for line in at.text_input if line.label.startswith("Measure"))
    name.set_value("CO test at booking")
    for area in at.text_area:
        area.set_value("word " * 390)
    disk(FULL)
    at.button(key="form_save").click().run()
    assert not at.exception
    assert FULL_SENTENCE in html_of(at)
    assert name.value == "CO test at booking"
    disk(ROOM)
    at.button(key="form_save").click().run()
    assert "CO test at booking" in html_of(at)
    assert FULL_SENTENCE not in html_of(at)


def test_a_checked_file_is_held_until_there_is_room(disk: Callable[[str], None], tab: Tab) -> None:
    at = tab("baseline_data")
    at.file_uploader[0].upload("tests.csv", CSV, "text/csv").run()
    at.button_group[0].set_value("increase").run()
    confirm = next(button for button in at.button if button.label.startswith("Confirm and save"))
    disk(FULL)
    confirm.click().run()
    assert not at.exception
    assert FULL_SENTENCE in html_of(at)
    disk(ROOM)
    next(button for button in at.button if button.label.startswith("Confirm and save")).click().run()
    assert "12 months are saved." in html_of(at)


@pytest.mark.parametrize("page", ["programmes", "general", "measurement_plan", "all"])
def test_without_the_store_a_page_is_one_kind_page(tab: Tab, store: Engine, page: str) -> None:
    at = tab(page)
    lose(store)
    at.run()
    assert not at.exception
    assert "The portal cannot reach its data" in html_of(at)
    assert "because its disk does not answer" in html_of(at)
    assert "sqlite" not in html_of(at).lower()


def test_a_box_stays_while_its_fragment_cannot_read(
    actor: Actor, programme: str, store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In its place the editor would be taken away, with what is typed in it."""
    with writing() as session:
        save_text(session, actor, programme, "aims", "<p>Warm</p>", 0)
    with reading() as session:
        plan = Plan(find_programme(session, actor, programme), True)
    monkeypatch.setattr(Plan, "actor", actor)
    at = AppTest.from_function(_box, args=(plan,)).run()
    lose(store)
    assert at.run().text[0].value == "1 <p>Warm</p>"
    assert not at.exception


def _box(plan):
    import streamlit as st

    from pages._parts.text_box import _held

    held, _ = _held(plan, "aims")
    st.text(f"{held.revision} {held.html}")


def lose(store: Engine) -> None:
    """Nothing is left that could be opened."""
    path = Path(str(store.url.database))
    store.dispose()
    for part in path.parent.glob(f"{path.name}*"):
        part.rename(part.with_suffix(".away" + part.suffix))
    path.mkdir()
