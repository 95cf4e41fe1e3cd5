"""The whole plan as blocks: in the plan's order, charts where they were put, empty parts said to be empty."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from charts.series import read_series
from plan_store.base import NotFound
from plan_store.document import (
    ChartBlock,
    DeletedChart,
    Heading,
    NotFilledIn,
    Prose,
    TableBlock,
    cell_text,
    chart_block,
    read_charts,
    read_document,
)
from plan_store.observations import save_observations
from plan_store.permissions import Actor
from plan_store.plan_rows import CommunicationAction, Measure
from plan_store.row_values import check
from plan_store.rows import add_row, delete_row, move_row, undo_delete
from plan_store.sections import BOXES, SECTIONS, Box
from plan_store.store import reading, writing
from plan_store.texts import append_chart, save_text

CSV = b"Month,Tested,Booked\n01/04/2025,80,100\n01/05/2025,90,100\n"
MakeMeasure = Callable[..., Measure]


def write(actor: Actor, programme: str, box: str, html: str) -> None:
    with writing() as session:
        save_text(session, actor, programme, box, html, 0)


def with_data(actor: Actor, measure: Measure) -> str:
    with writing() as session:
        save_observations(session, actor, measure.id, read_series(CSV, "CO tests.csv"), CSV)
    return measure.id


def blocks(actor: Actor, programme: str) -> list[object]:
    with reading() as session:
        return list(read_document(session, actor, programme).blocks)


def charts_by_heading(actor: Actor, programme: str) -> list[tuple[str, str]]:
    where, found = "", []
    for block in blocks(actor, programme):
        where = block.text if isinstance(block, Heading) else where
        found += [(where, block.title)] if isinstance(block, ChartBlock) else []
    return found


def test_an_empty_plan_has_every_heading_and_says_that_it_is_empty(lead: Actor, programme: str) -> None:
    expected: list[object] = []
    for section in SECTIONS:
        expected.append(Heading(1, section.title))
        for number, part in enumerate(section.parts, start=1):
            expected += [Heading(2, part.title, number if isinstance(part, Box) else None), NotFilledIn()]
    assert blocks(lead, programme) == expected


def test_the_front_matter(lead: Actor, editor: Actor, programme: str, choice: object) -> None:
    with writing() as session:
        save_text(session, editor, programme, "aims", "<p>a</p>", 0)
    with reading() as session:
        document = read_document(session, lead, programme)
    assert (document.title, document.organisation) == ("Smoke-free pregnancies", "Northdale Hospital")
    assert document.secondary_drivers == ("CO testing at every contact", "Opt-out referral")
    assert document.changed_by == editor.name
    assert document.changed_at is not None


def test_text_and_charts_stand_as_they_were_written(lead: Actor, programme: str, measure: Measure) -> None:
    chart = f'<figure data-chart="{with_data(lead, measure)}"></figure>'
    write(lead, programme, "baseline", f"<p>before</p>{chart}<p>after</p>")
    found = blocks(lead, programme)
    at = found.index(Heading(2, BOXES[1].title, 2))
    assert [type(block) for block in found[at + 1 : at + 5]] == [Prose, ChartBlock, Prose, Heading]
    assert (found[at + 1], found[at + 3]) == (Prose("<p>before</p>"), Prose("<p>after</p>"))
    shown = found[at + 2]
    assert isinstance(shown, ChartBlock)
    assert shown.observations["numerator"].to_list() == [80.0, 90.0]


def test_a_chart_in_the_text_is_not_drawn_again_under_its_measure(
    lead: Actor, programme: str, make_measure: MakeMeasure
) -> None:
    first, second = (with_data(lead, make_measure(name)) for name in ("In the text", "Not in it"))
    make_measure("Without data")
    with writing() as session:
        append_chart(session, lead, programme, "baseline", first)
    assert charts_by_heading(lead, programme) == [
        (BOXES[1].title, "In the text"),
        (SECTIONS[1].parts[0].title, "Not in it"),
    ]
    with writing() as session:
        move_row(session, lead, Measure, second, -1)
    with reading() as session:
        assert list(read_charts(session, lead, programme)) == [second, first]


def test_the_chart_of_a_deleted_measure_says_that_it_was_deleted(lead: Actor, programme: str, measure: Measure) -> None:
    with_data(lead, measure)
    with writing() as session:
        append_chart(session, lead, programme, "aims", measure.id)
        delete_row(session, lead, Measure, measure.id)
    assert charts_by_heading(lead, programme) == []
    assert blocks(lead, programme)[2] == DeletedChart(measure.name)
    with writing() as session:
        undo_delete(session, lead, Measure, measure.id)
    assert charts_by_heading(lead, programme) == [(BOXES[0].title, measure.name)]


def test_a_chart_inside_a_list_comes_after_the_whole_list(lead: Actor, programme: str, measure: Measure) -> None:
    chart = f'<figure data-chart="{with_data(lead, measure)}"></figure>'
    write(lead, programme, "aims", f"<ul><li>a{chart}</li><li>b</li></ul>")
    found = blocks(lead, programme)[2:4]
    assert found[0] == Prose("<ul><li>a</li><li>b</li></ul>")
    assert isinstance(found[1], ChartBlock)


def test_a_table_shows_the_columns_that_somebody_filled_in(lead: Actor, programme: str) -> None:
    with writing() as session:
        for audience, due in (("Midwives", date(2026, 8, 6)), ("Families", None)):
            add_row(session, lead, programme, CommunicationAction, {"audience": audience, "message": "m", "due": due})
    table = next(block for block in blocks(lead, programme) if isinstance(block, TableBlock))
    assert table.columns == ("Audience", "Message", "Who and when", "Status")
    assert [row[0] for row in table.rows] == [("Midwives",), ("Families",)]
    assert [row[2] for row in table.rows] == [("When: 6 August 2026",), ()]


@pytest.mark.parametrize(
    ("target", "unit", "words"),
    [(95.0, "%", "95%"), (8.5, "per 1,000", "8.5 per 1,000"), (1_234_567.0, "count", "1,234,567"), (0.05, "%", "0.05%"),
     (12.0, "days", "12 days"), (0.0, "%", "0%"), (100.0, "minutes", "100 minutes"), (None, "%", ""),
     (-4.25, "count", "-4.25")],
)  # fmt: skip
def test_a_target_in_words_reads_back_as_itself(target: float | None, unit: str, words: str) -> None:
    row = Measure(programme_id="x", name="x", target=target, unit=unit)
    assert cell_text(row, "target") == words
    assert check(Measure, {"target": words}) == ({"target": target}, {})


def test_another_trusts_plan_is_not_found(stranger: Actor, programme: str) -> None:
    for read in (read_document, read_charts):
        with reading() as session, pytest.raises(NotFound):
            read(session, stranger, programme)


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [("Tested", "Women booked", "Tested, of women booked"), ("Reported", "NHS trusts", "Reported, of NHS trusts"),
     ("Counted", "", "Counted"), ("", "Births", "births"), ("", "", "As defined")],
)  # fmt: skip
def test_a_chart_says_what_was_counted(numerator: str, denominator: str, said: str) -> None:
    row = Measure(programme_id="x", name="x", numerator=numerator, denominator=denominator, definition="As defined")
    assert chart_block(row, pd.DataFrame()).description == said
