"""The news of a programme: what came after a change that was seen, newest first, of this programme alone."""

from plan_store.comments import add_comment
from plan_store.news import MOST, read_news
from plan_store.permissions import Actor
from plan_store.plan_rows import TeamMember
from plan_store.programmes import DriverChoice, create_programme
from plan_store.rows import add_row, save_row
from plan_store.store import reading, writing
from plan_store.texts import save_text
from tests.plan_store.conftest import OWN


def test_what_came_after_is_told_and_nothing_else(
    lead: Actor, editor: Actor, programme: str, choice: DriverChoice
) -> None:
    with reading() as session:
        (created,) = read_news(session, lead, programme, "")
    with writing() as session:
        other = create_programme(session, lead, OWN, choice).id
        save_text(session, editor, other, "aims", "<p>Elsewhere</p>", 0)
        save_text(session, editor, programme, "aims", "<p>Here</p>", 0)
        comment = add_comment(session, lead, programme, "box", "aims", "Why?")
    with reading() as session:
        news = read_news(session, lead, programme, created.id)
    told = [(one.user_name, one.thing, one.thing_id, one.revision) for one in news]
    assert told == [
        (lead.name, "Comment", comment.id, 1),
        (editor.name, "PlanText", f"{programme}/aims", 1),
    ]
    with reading() as session:
        assert read_news(session, lead, programme, news[0].id) == []


def test_who_was_away_long_is_told_the_newest(lead: Actor, programme: str) -> None:
    with writing() as session:
        row = add_row(session, lead, programme, TeamMember, {"name": "0"}).row.id
        for revision in range(1, MOST + 5):
            save_row(session, lead, TeamMember, row, {"name": str(revision)}, revision)
    with reading() as session:
        news = read_news(session, lead, programme, "")
    assert [one.revision for one in news] == list(range(MOST + 5, 5, -1))
