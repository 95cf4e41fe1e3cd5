"""Several series of one file, each as a row: what was found, what it changes, what its chart will say."""

from collections.abc import Iterable, Sequence

from charts.findings import finding
from charts.numbers import month
from charts.result import SpcResult
from charts.series import EntryRow, Note, OneSeries, SeriesFile
from charts.sparkline import sparkline_svg
from pages._render.series_words import amount, says_its_row, span
from pages._render.words import count, text
from plan_store.data_files import Notes
from plan_store.plan_rows import Measure
from plan_store.series_changes import Changes

HEADS = (
    '<div class="paper series-heads" aria-hidden="true"><b>In the file</b><b>Goes to</b>'
    "<b>What the chart will say</b></div>"
)
SHOWN = 3  # problems said in a row
FEW = 2  # numbers that change, said without a fold


def found_html(
    one: OneSeries,
    changes: Changes | None,
    problems: Sequence[str],
    lines: Sequence[str],
    notes: Notes,
    notes_gone: Sequence[str] = (),
) -> str:
    """The series' name in the file, its months, and what they change; or why it cannot be saved. lines: see folded."""
    name = one.label or "The numbers in this file"
    programme = f'<span class="second">{text(one.programme)}</span>' if one.programme else ""
    said = _second(change_words(changes, len(notes))) if changes else ""
    if changes and not folded(lines):
        said += "".join(map(_second, lines))
    if changes:
        said += "".join(_second(f"Note, {month(when)}: {words}") for when, words in notes.items())
        said += "".join(_second(f"A new note takes the place of “{words}”") for words in notes_gone)
    return (
        f'<div class="paper found"><b class="name">{text(name)}</b>{programme}'
        f"{_second(_months(one.series))}{said}{_problems(problems)}</div>"
    )


def folded(lines: Sequence[str]) -> bool:
    """Whether the numbers that change are too many to be said in the row."""
    return len(lines) > FEW


def _months(series: SeriesFile) -> str:
    return f"{amount(series.observations)}, {span(series.observations)}" if series.ok else ""


def _second(words: str) -> str:
    return f'<span class="second">{text(words)}</span>' if words else ""


def _problems(problems: Sequence[str]) -> str:
    shown = [*problems[:SHOWN], *([f"And {len(problems) - SHOWN} more."] if len(problems) > SHOWN else [])]
    said = "".join(f"<br>{text(words)}" for words in shown)
    return f'<span class="cell-problem">Cannot be saved.{said}</span>' if problems else ""


def problem_words(problems: Iterable[Note]) -> list[str]:
    """Row 8, Numerator: 311 is more than the denominator, 244."""
    return [
        f"{', '.join(filter(None, (f'Row {note.row}' if note.row else '', note.column)))}: {note.text}"
        if (note.row or note.column) and not says_its_row(note)
        else note.text
        for note in problems
    ]


def change_words(changes: Changes, notes: int = 0) -> str:
    """2 new, 1 changed, 1 the same, 1 note."""
    said = [
        f"{many} {words}"
        for many, words in (
            (changes.new, "new"),
            (len(changes.corrections), "changed"),
            (changes.same, "the same"),
            (len(changes.stays), "left out"),
        )
        if many
    ]
    said += [count(many, noun) for many, noun in ((changes.gaps, "gap"), (notes, "note")) if many]
    return (
        ", ".join(said)
        if changes.total or changes.stays or notes
        else "Nothing new: the same numbers are there already"
    )


def amount_words(numbers: int, notes: int, measures: int) -> str:
    """14 numbers and 1 note of 5 measures."""
    said = [count(many, noun) for many, noun in ((numbers, "number"), (notes, "note")) if many]
    return f"{' and '.join(said)} of {count(measures, 'measure')}"


def verdict_html(result: SpcResult, name: str) -> str:
    """The chart in small, and its finding."""
    return f'<div class="paper says">{sparkline_svg(result, 220, 36)}<p>{text(finding(result, name))}.</p></div>'


def details_html(notes: Iterable[Note], lines: Sequence[str]) -> str:
    """What to look at: the numbers that change, then the file's own rows."""
    lines = [*lines, *problem_words(notes)]
    return f'<div class="paper look-list"><ul>{"".join(f"<li>{text(words)}</li>" for words in lines)}</ul></div>'


def details_title(notes: Sequence[Note], lines: Sequence[str]) -> str:
    """12 numbers that are there already, 2 things to look at."""
    said = [f"{count(len(lines), 'number')} that {'is' if len(lines) == 1 else 'are'} there already"] if lines else []
    return ", ".join([*said, *([f"{count(len(notes), 'thing')} to look at"] if notes else [])])


def kept_html(lines: Iterable[tuple[str, str, str, SpcResult]]) -> str:
    """What each chart says now: (measure, its second line, address, result)."""
    rows = "".join(
        f'<tr><td><a class="name" href="{text(address)}" data-go>{text(name)}</a>{_second(under)}</td>'
        f"<td>{sparkline_svg(result, 168, 36)}</td><td>{text(finding(result, name))}.</td></tr>"
        for name, under, address, result in lines
    )
    return (
        '<table class="rows blocks paper kept"><thead><tr><th scope="col">Measure</th><th scope="col">Chart</th>'
        f'<th scope="col">What it says now</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def template_words(rows: Sequence[EntryRow], measures: Sequence[Measure]) -> str:
    """18 rows: 6 measures, August 2026 to October 2026."""
    if not rows:
        return "None of these measures is counted by month or quarter, so the template is empty."
    months = list(dict.fromkeys(row.month for row in rows))
    when = months[0] if len(months) == 1 else f"{months[0]} to {months[-1]}"
    many = len({row.code for row in rows})
    left = len(measures) - many
    more = f" {count(left, 'measure')} counted by day or week {'is' if left == 1 else 'are'} not in it." if left else ""
    return f"{count(len(rows), 'row')}: {count(many, 'measure')}, {when}.{more}"
