"""The three tabs as Streamlit runs them: what stands there, the dialog's fields, and what its buttons do."""

from streamlit.testing.v1 import AppTest

from plan_store.permissions import Actor
from plan_store.plan_rows import CommunicationAction, Measure, TeamMember
from plan_store.rows import add_row, list_rows
from plan_store.sections import table_of
from plan_store.store import reading, writing
from tests.pages.tables.conftest import READER, Tab


def html(at: AppTest) -> str:
    return "".join(element.proto.body for element in at.get("html"))


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def test_an_empty_table_is_a_sentence_and_its_buttons(tab: Tab) -> None:
    for name, kind, buttons in (
        ("measurement_plan", Measure, ["Add from the library", "\\+ Add measure"]),
        ("communications_plan", CommunicationAction, ["\\+ Add action"]),
        ("team", TeamMember, ["\\+ Add person"]),
    ):
        at = tab(name)
        assert table_of(kind).empty in html(at)
        assert "<table" not in html(at)
        assert labels(at) == buttons


def test_a_reader_has_no_buttons(tab: Tab, actor: Actor, programme: str) -> None:
    with writing() as session:
        add_row(session, actor, programme, TeamMember, {"name": "Lead midwife"})
    at = tab("team", READER)
    assert "<b>Lead midwife</b>" in html(at)
    assert labels(at) == []
    assert "data-action" not in html(at)


def test_what_a_user_wrote_is_never_html(tab: Tab, actor: Actor, programme: str) -> None:
    bad = '<img src=x onerror=alert(1)>"'
    with writing() as session:
        add_row(session, actor, programme, TeamMember, {"name": bad, "role": bad, "organisation": bad})
        add_row(session, actor, programme, CommunicationAction, {"audience": bad, "message": bad, "channel": bad})
        add_row(session, actor, programme, Measure, {"name": bad, "lead": bad, "secondary_driver": bad})
    for name in ("team", "communications_plan", "measurement_plan"):
        shown = html(tab(name))
        assert "&lt;img src=x onerror=alert(1)&gt;&quot;" in shown
        assert "<img src=x" not in shown


def test_the_dialog_has_a_widget_for_every_field_of_its_row(tab: Tab) -> None:
    at = tab("measurement_plan")
    at.button(key="add_row").click().run()
    assert not at.exception, at.exception
    lines = [field.label.split(". ")[0] for field in at.text_input]
    assert lines == [
        "Measure", "Target", "Data source", "Who captures it", "Lead", "Secondary driver",
    ]  # fmt: skip
    assert [field.label.split(". ")[0] for field in at.text_area] == [
        "Operational definition", "Numerator", "Denominator", "Risks and mitigations",
    ]  # fmt: skip
    assert [(field.label, field.options) for field in at.selectbox] == [
        ("Shown as", ["%", "Per 1,000", "Count", "Days", "Minutes"]),
        ("How often", ["Daily", "Weekly", "Monthly", "Quarterly", "Yearly", "Once"]),
    ]
    assert [field.label for field in at.date_input] == ["Date due"]
    choices = [[option.content for option in group.proto.options] for group in at.button_group]
    assert choices == [["Outcome", "Process", "Balancing"], ["Higher", "Lower", "Neither"]]


def test_a_row_is_added_changed_and_deleted(tab: Tab, actor: Actor, programme: str) -> None:
    at = tab("communications_plan")
    at.button(key="add_row").click().run()
    at.text_input[0].set_value("Community midwives")
    at.text_area[0].set_value("Test at every contact")
    at.button(key="form_save").click().run()
    assert not at.exception, at.exception
    assert "<b>1 action:</b> 1 not yet started." in html(at)
    with reading() as session:
        (action,) = list_rows(session, actor, programme, CommunicationAction)
    assert (action.audience, action.message, action.status) == (
        "Community midwives", "Test at every contact", "not started",
    )  # fmt: skip
    assert "form" not in at.session_state["stay"]


def test_without_what_it_needs_the_form_stays_and_says_what(tab: Tab, actor: Actor, programme: str) -> None:
    at = tab("communications_plan")
    at.button(key="add_row").click().run()
    at.text_input[1].set_value("Huddle")
    at.button(key="form_save").click().run()
    assert "Enter something for “Audience”." in html(at)
    assert "Enter something for “Message”." in html(at)
    assert at.text_input[1].value == "Huddle"
    with reading() as session:
        assert list_rows(session, actor, programme, CommunicationAction) == []


def test_the_library_offers_what_the_plan_does_not_have(tab: Tab, actor: Actor, programme: str) -> None:
    with writing() as session:
        add_row(session, actor, programme, Measure, {"name": "co test at BOOKING"})
    at = tab("measurement_plan")
    at.button(key="add_library").click().run()
    assert at.selectbox[0].value == "smoke-free-pregnancies"
    held = {box.label: box.disabled for box in at.checkbox}
    assert held.pop("CO test at booking")
    assert len(held) == 7
    assert not any(held.values())
    assert html(at).index("<h3>CO test</h3>") < html(at).index("<h3>In-house support</h3>")
    assert "Source: starter suggestion, review locally" in html(at)


def test_measures_count_themselves_and_the_drivers_without_one(tab: Tab, actor: Actor, programme: str) -> None:
    rows = (("One", "outcome", ""), ("Two", "process", "A CO test at every contact"), ("Three", "process", ""))
    with writing() as session:
        for name, kind, driver in rows:
            add_row(session, actor, programme, Measure, {"name": name, "type": kind, "secondary_driver": driver})
    shown = html(tab("measurement_plan"))
    assert "<b>3 measures:</b> 1 outcome, 2 process. No measure yet for " in shown
    assert 'data-action="add" data-id="Our own idea"' in shown
    assert 'data-id="CO test"' not in shown
