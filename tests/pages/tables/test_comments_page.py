"""The list of open comments, and each place's mark, as Streamlit draws them."""

import pytest
from streamlit.testing.v1 import AppTest

from pages._render.comments_html import initials, words
from plan_store.comments import add_comment
from plan_store.permissions import Actor
from plan_store.plan_rows import Measure, TeamMember
from plan_store.rows import add_row
from plan_store.store import writing
from tests.pages.tables.conftest import LEAD, READER, Tab


def html(at: AppTest) -> str:
    return "\n".join(part.proto.body for part in at.get("html"))


@pytest.fixture
def asked(actor: Actor, programme: str) -> tuple[str, str]:
    """A comment on a box, a row and a chart; the row's and the measure's id."""
    with writing() as session:
        row = add_row(session, actor, programme, TeamMember, {"name": "Ann"}).row.id
        measure = add_row(session, actor, programme, Measure, {"name": "CO test"}).row.id
        add_comment(session, actor, programme, "box", "aims", "<i>Why</i>?")
        add_comment(session, actor, programme, "row", row, "@Lead midwife until when?")
        add_comment(session, actor, programme, "chart", measure, "What happened in May?")
    return row, measure


def test_what_is_open_is_listed_by_place_with_its_address(tab: Tab, programme: str, asked: tuple[str, str]) -> None:
    at = tab("comments")
    shown = html(at)
    for title, address in (
        ("Project aims", f"general?programme={programme}&amp;comments=aims"),
        ("Ann", f"team?programme={programme}&amp;comments={asked[0]}"),
        ("CO test", f"baseline_data?programme={programme}&amp;measure={asked[1]}&amp;comments=chart"),
    ):
        assert f'<h2><a href="{address}" data-go>{title}</a></h2>' in shown
    assert "&lt;i&gt;Why&lt;/i&gt;?" in shown
    at.button_group[0].set_value("mine").run()
    mine = html(at)
    assert "<b>@Lead midwife</b> until when?" in mine
    assert "What happened in May?" not in mine


def test_the_plans_head_counts_them_and_a_viewer_reads_a_rows(tab: Tab, programme: str, asked: tuple[str, str]) -> None:
    for email in (LEAD, READER):
        shown = html(tab("team", email))
        assert f'<a href="comments?programme={programme}" data-go>3 open comments</a>' in shown
        assert f'data-action="comments" data-id="{asked[0]}"' in shown
    assert 'data-action="edit"' not in shown


def test_without_comments_the_list_says_what_will_be_here(tab: Tab) -> None:
    assert "Open comments will be listed here." in html(tab("comments"))
    assert "open comment" not in html(tab("team"))


@pytest.mark.parametrize(
    ("name", "expected"), [("QI lead", "QI"), ("Neonatal nurse", "NN"), ("Ann", "A"), ("", "?"), ("de Souza", "DS")]
)
def test_a_name_is_two_letters_in_a_circle(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_who_is_mentioned_stands_out_and_nothing_is_markup() -> None:
    assert words("@Ann & @ann Lee\n<b>x</b>", ["Ann", "Ann Lee"]) == (
        "<b>@Ann</b> &amp; <b>@ann Lee</b><br>&lt;b&gt;x&lt;/b&gt;"
    )
