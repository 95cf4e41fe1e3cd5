"""The history as Streamlit runs it: the list and its filters, versions put back, dates compared, deleted things."""

import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from charts.spec import Annotation
from pages._render.change_words import FROM_FILE
from plan_store.base import new_id
from plan_store.bringing_in import import_programme
from plan_store.changes import Change
from plan_store.comments import add_comment, delete_comment, list_comments
from plan_store.observations import measure_spec, save_chart
from plan_store.plan_rows import Measure, TeamMember
from plan_store.presence import Visit
from plan_store.rows import add_row, delete_row, list_rows, move_row, save_row
from plan_store.store import reading, writing
from plan_store.transfer import export_programme
from tests.pages.app_page import press
from tests.pages.history.conftest import EDITOR, LEAD, READER, History, words


def click(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label == label).click().run()
    assert not at.exception, at.exception
    return at


def choose(at: AppTest, label: str, option: str) -> str:
    next(field for field in at.selectbox if field.label == label).set_value(option).run()
    assert not at.exception, at.exception
    return words(at)


def test_the_list_reads_as_sentences_and_opens_to_the_words(history: History) -> None:
    history.write(EDITOR, "risks", "<p>Staff cannot be released.</p>")
    history.write(EDITOR, "risks", "<p>Staff cannot be released in winter.</p>")
    said = words(history.open())
    assert "<b>QI lead</b> wrote in Risks and contingencies" in said
    assert "2 saves" in said
    assert "Staff cannot be released in winter." in said
    assert "<b>Lead midwife</b> started the programme Smoke-free pregnancies" in said
    assert said.index("wrote in Risks") < said.index("started the programme")
    assert "Put this version back" in said


def test_it_is_narrowed_by_part_person_and_time(history: History) -> None:
    history.write(EDITOR, "risks", "<p>Staff</p>")
    at = history.open()
    said = choose(at, "Part of the plan", "team")
    assert "to the team" in said
    assert "wrote in" not in said
    at = history.open()
    assert "started the programme" not in choose(at, "Person", history.people[EDITOR].user_id)
    since = datetime.now(UTC) + timedelta(minutes=1)
    said = words(history.open(since=since.isoformat()))
    assert "Nothing was changed here in this time" in said


def test_older_changes_are_shown_when_asked_for(history: History) -> None:
    with writing() as session:
        for number in range(60):
            add_row(session, history.people[EDITOR], history.programme, TeamMember, {"name": f"Person {number}"})
    at = history.open()
    assert words(at).count("to the team") == 50
    click(at, "Show older")
    assert words(at).count("to the team") > 60


def test_a_version_is_put_back_after_a_look_and_undone(history: History) -> None:
    history.write(EDITOR, "risks", "<p>first words</p>")
    first = history.changes()[0]
    history.write(LEAD, "risks", "<p>second words</p>")
    at = history.open(version=first.id)
    said = words(at)
    assert "<b>Risks and contingencies</b>, as QI lead left it today, " in said
    assert "<del><span" in said
    click(at, "Put this version back")
    assert history.text("risks") == "<p>first words</p>"
    assert "version" not in at.query_params
    assert "Risks and contingencies is as it was today, " in words(at)
    press(at, "undo-put-back")
    assert history.text("risks") == "<p>second words</p>"
    assert "Undone: it is as it was before you put it back." in words(at)
    assert len(history.changes()) == len({change.id for change in history.changes()})
    assert [change.thing for change in history.changes()[:4]] == ["PlanText"] * 4


def test_what_is_so_already_has_no_button(history: History) -> None:
    history.write(EDITOR, "risks", "<p>first words</p>")
    at = history.open(version=history.changes()[0].id)
    assert "nothing would change" in words(at)
    assert not at.button


def test_a_change_meanwhile_is_told_and_nothing_is_put_back(history: History) -> None:
    history.write(EDITOR, "risks", "<p>first words</p>")
    first = history.changes()[0]
    history.write(LEAD, "risks", "<p>second words</p>")
    at = history.open(version=first.id)
    history.write(EDITOR, "risks", "<p>third words</p>")
    click(at, "Put this version back")
    assert "QI lead changed this while you were looking at it. Nothing was put back." in words(at)
    assert history.text("risks") == "<p>third words</p>"
    click(at, "Put this version back")
    assert history.text("risks") == "<p>first words</p>"


def test_a_reader_sees_everything_and_puts_nothing_back(history: History) -> None:
    history.write(EDITOR, "risks", "<p>first words</p>")
    first = history.changes()[0]
    history.write(LEAD, "risks", "<p>second words</p>")
    said = words(history.open(READER))
    assert "See this version" in said
    assert "Put this version back" not in said
    assert "Put the whole plan back" not in said
    at = history.open(READER, version=first.id)
    assert "What would change now" in words(at)
    assert not at.button
    assert not history.open(READER, plan_at=first.at.isoformat()).button


def test_the_whole_plan_goes_back_and_forward(history: History) -> None:
    then = history.changes()[0].at
    history.write(EDITOR, "risks", "<p>new words</p>")
    with writing() as session:
        actor = history.people[EDITOR]
        measure = list_rows(session, actor, history.programme, Measure)[0]
        save_row(session, actor, Measure, measure.id, {"target": "1%"}, measure.revision)
        add_row(session, actor, history.programme, TeamMember, {"name": "Added since"})
    at = history.open(plan_at=then.isoformat())
    said = words(at)
    assert "3 parts of the plan would change" in said
    assert "Added since is taken out: it was added since" in said
    assert "The numbers of your measures and their files stay as they are." in said
    click(at, "Put 3 parts back")
    assert "3 parts put back. The numbers stayed." in words(at)
    assert history.text("risks") != "<p>new words</p>"
    press(at, "undo-put-back")
    assert history.text("risks") == "<p>new words</p>"
    at = history.open(plan_at="2020-01-01T00:00:00+00:00")
    assert "The programme was not there yet at this time." in words(at)


def test_the_order_of_people_and_a_chart_go_back_with_the_plan(history: History) -> None:
    actor = history.people[EDITOR]
    with writing() as session:
        for name in ("First", "Second"):
            add_row(session, actor, history.programme, TeamMember, {"name": name})
    then = history.changes()[0].at
    with writing() as session:
        move_row(session, actor, TeamMember, list_rows(session, actor, history.programme, TeamMember)[-1].id, -1)
        measure = list_rows(session, actor, history.programme, Measure)[0]
        seen = measure_spec(measure)
        mark = Annotation(date=date(2025, 10, 1), text="Two midwives off sick")
        marked = seen.model_copy(update={"annotations": (*seen.annotations, mark), "chart_type": "run"})
        save_chart(session, actor, measure.id, marked, seen)
    compared = words(history.open(show="compare", **{"from": then.isoformat()}))
    at = history.open(plan_at=then.isoformat())
    for said in (compared, words(at)):
        assert "The order of the people" in said
        assert "Second, First" in said
        assert f"The chart of {measure.name}" in said
        assert "October 2025: Two midwives off sick" in said
    click(at, "Put 2 parts back")
    with reading() as session:
        assert measure_spec(list_rows(session, actor, history.programme, Measure)[0]) == seen
        assert [row.name for row in list_rows(session, actor, history.programme, TeamMember)][-2:] == [
            "First",
            "Second",
        ]


def test_a_chart_is_put_back_as_any_other_version(history: History) -> None:
    actor = history.people[EDITOR]
    with writing() as session:
        measure = list_rows(session, actor, history.programme, Measure)[0]
        for length in (8, 6):
            seen = measure_spec(measure)
            measure = save_chart(session, actor, measure.id, seen.model_copy(update={"run_length": length}), seen)
    said = words(history.open())
    drawn = [change for change in history.changes() if change.action == "chart"][1]
    assert f"version={drawn.id}" in said
    at = history.open(version=drawn.id)
    assert f"<b>The chart of {measure.name}</b>, as QI lead left it today, " in words(at)
    assert "Points in a row that make a shift or trend" in words(at)
    click(at, "Put this version back")
    assert f"The chart of {measure.name} is as it was today, " in words(at)
    with reading() as session:
        assert measure_spec(list_rows(session, actor, history.programme, Measure)[0]).run_length == 8
    press(at, "undo-put-back")
    with reading() as session:
        assert measure_spec(list_rows(session, actor, history.programme, Measure)[0]).run_length == 6


def test_an_unknown_or_another_programme_s_version_is_not_there(history: History) -> None:
    assert "not in the history of this programme" in words(history.open(version="none"))


def test_deleted_things_come_back(history: History) -> None:
    with writing() as session:
        actor = history.people[EDITOR]
        row = list_rows(session, actor, history.programme, TeamMember)[0]
        delete_row(session, actor, TeamMember, row.id)
    at = history.open(show="deleted")
    assert "Deleted in the last 30 days (1)" in words(at)
    assert f"<b>{row.name}</b>" in words(at)
    assert "by QI lead" in words(at)
    assert "put-back-gone" not in words(history.open(READER, show="deleted"))
    press(at, "put-back-gone", f"TeamMember {row.id}")
    assert f"“{row.name}” is put back." in words(at)
    assert "Nothing was deleted in the last 30 days." in words(at)
    with reading() as session:
        assert row.id in [one.id for one in list_rows(session, actor, history.programme, TeamMember)]


def test_a_deleted_comment_comes_back_for_who_wrote_it(history: History) -> None:
    actor = history.people[EDITOR]
    with writing() as session:
        comment = add_comment(session, actor, history.programme, "box", "aims", "Is <b>8%</b> in reach?")
        delete_comment(session, actor, comment.id)
    assert "8%" not in words(history.open(READER, show="deleted"))
    at = history.open(EDITOR, show="deleted")
    assert "<b>Is &lt;b&gt;8%&lt;/b&gt; in reach?</b>" in words(at)
    assert "Your comment on Project aims, deleted" in words(at)
    press(at, "put-back-gone", f"comment {comment.id}")
    assert "Your comment is put back." in words(at)
    with reading() as session:
        assert [one.id for one in list_comments(session, actor, history.programme)] == [comment.id]


def test_two_dates_are_compared_in_the_plan_s_order(history: History) -> None:
    began = history.changes()[-1].at
    before = history.text("aims")
    history.write(EDITOR, "aims", f"{before}<p>Nobody is left out.</p>")
    start = (history.changes()[0].at - timedelta(microseconds=1)).isoformat()
    said = words(history.open(show="compare", **{"from": start}))
    assert "1 part changed." in said
    assert "<ins>" in said
    assert said.index("Project aims") < said.index("Nobody is left out.") < said.index("Improvement approach")
    assert said.count("No change") == 14
    said = words(history.open(show="compare", **{"from": began.isoformat()}))
    assert "numbers entered or changed" in said
    links = [parse_qs(urlsplit(part).query) for part in said.split('"') if "show=compare" in part]
    assert links


def test_all_programmes_of_the_trust_and_one_of_them(history: History) -> None:
    at = click(history.open(programme=""), "Show older")
    titles = ("Smoke-free pregnancies", "Warm and ready: very preterm babies", "Early feeds, fewer separations")
    assert all(f"{title}</a>" in words(at) for title in titles)
    assert "Put this version back" not in words(at)
    said = choose(at, "Programme", history.programme)
    assert [f"{title}</a>" in said for title in titles] == [True, False, False]


def test_since_i_was_last_here_is_said_once_others_changed_something(history: History) -> None:
    assert "Since you were here" not in words(history.open(page="general"))
    history.write(EDITOR, "risks", "<p>new words</p>")
    with writing() as session:
        held = session.get_one(Visit, (history.people[LEAD].user_id, history.programme))
        held.at = datetime.now(UTC) - timedelta(hours=2)
    card = words(history.open(page="programmes", programme=""))
    assert "changed since you were here" in card
    at = history.open(page="general")
    assert ": 1 box changed. " in words(at)
    assert "See what changed" in words(at)
    with reading() as session:
        noted = session.get_one(Visit, (history.people[LEAD].user_id, history.programme)).at
    at.run()
    with reading() as session:
        assert session.get_one(Visit, (history.people[LEAD].user_id, history.programme)).at == noted
    assert "Since you were here" in words(at)
    assert "Since you were here" not in words(history.open(EDITOR, page="general"))


DAMAGED = (("PlanText", "wrote", {"html": 5}), ("Measure", "changed", [1]), ("Comment", "commented", 3),
           ("Measure data", "corrected", {"period": "zzz"}), ("Weird", "boo", 1))  # fmt: skip


def test_a_change_that_cannot_be_read_is_said_and_the_rest_stays(history: History) -> None:
    kept = Change(**history.changes()[0].model_dump(exclude={"id", "at"}))
    ids = []
    with writing() as session:
        for thing, action, after in DAMAGED:
            damaged = {"thing": thing, "thing_id": "x", "action": action, "after": json.dumps(after)}
            one = Change(**{**kept.model_dump(exclude={"id", "at"}), **damaged})
            session.add(one)
            ids.append(one.id)
    for programme in (history.programme, ""):
        said = words(history.open(programme=programme))
        assert said.count("made a change that this portal cannot read") == len(DAMAGED)
        assert "to the team" in said
    assert "a change that this portal cannot read" in words(history.open(version=ids[0]))
    assert "a change that this portal cannot read" in words(history.open(show="compare"))
    at = history.open(plan_at=datetime.now(UTC).isoformat())
    assert "a change that this portal cannot read" in words(at)
    assert [button.label for button in at.button if "back" in button.label] == []
    history.open(show="deleted")


def test_what_a_file_brought_is_said_to_be_what_the_file_says(history: History) -> None:
    with reading() as session:
        data = json.loads(json.dumps(export_programme(session, history.people[LEAD], history.programme)))
    for change in data["changes"]:
        change["user_name"] = "Chief Executive"
    wrote = next(change for change in data["changes"] if change["thing"] == "PlanText")
    data["changes"].append({**wrote, "id": new_id(), "user_name": "Somebody"})
    with writing() as session:
        lead = history.people[LEAD]
        programme = import_programme(session, lead, lead.organisation, data).id
    at = history.open(programme=programme)
    said = words(at)
    assert said.count(FROM_FILE) == said.count("<b>Chief Executive</b>") + said.count("<b>Somebody</b>")
    assert said.count("<b>Somebody</b>") == 1
    assert "<b>Lead midwife</b> brought the programme" in said
    assert next(field for field in at.selectbox if field.label == "Person").options == ["Everybody", "Lead midwife"]
    version = [part for part in said.split('"') if "version=" in part][-1]
    assert FROM_FILE in words(history.open(programme=programme, version=version.rpartition("=")[2]))
