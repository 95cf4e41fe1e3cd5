"""Several series of one file, each as a row: what was found, what it changes, what its chart will say."""

from collections.abc import Iterable, Sequence

import pandas as pd

from charts.findings import finding
from charts.numbers import month, plain_number
from charts.result import SpcResult
from charts.series import EntryRow, Note, OneSeries, SeriesFile
from charts.sparkline import sparkline_svg
from charts.spec import ChartSpec
from pages._render.series_words import amount, says_its_row, span
from pages._render.words import count, text
from plan_store.plan_rows import Measure
from plan_store.series_changes import Changes, Correction, Row

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
    spec: ChartSpec,
    notes: int = 0,
    notes_gone: Sequence[str] = (),
) -> str:
    """The series' name in the file, its months, and what they change; or why it cannot be saved."""
    name = one.label or "The numbers in this file"
    programme = f'<span class="second">{text(one.programme)}</span>' if one.programme else ""
    said = _second(change_words(changes, notes)) if changes else ""
    if changes and not folded(changes):
        said += "".join(_second(correction_words(correction, spec)) for correction in changes.corrections)
    if changes:
        said += "".join(_second(f"A new note takes the place of “{words}”") for words in notes_gone)
    return (
        f'<div class="paper found"><b class="name">{text(name)}</b>{programme}'
        f"{_second(_months(one.series))}{said}{_problems(problems)}</div>"
    )


def folded(changes: Changes) -> bool:
    """Whether the numbers that change are too many to be said in the row."""
    return len(changes.corrections) > FEW


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
        )
        if many
    ]
    said += [count(many, noun) for many, noun in ((changes.gaps, "gap"), (notes, "note")) if many]
    return ", ".join(said) if changes.total or notes else "Nothing new: the same numbers are there already"


def verdict_html(result: SpcResult, name: str) -> str:
    """The chart in small, and its finding."""
    return f'<div class="paper says">{sparkline_svg(result, 220, 36)}<p>{text(finding(result, name))}.</p></div>'


def correction_words(correction: Correction, spec: ChartSpec) -> str:
    """August 2026: 41 of 430 becomes 42 of 430."""
    before, after = _number(correction.before, spec), _number(correction.after, spec)
    return f"{month(correction.period)}: {before} becomes {after}."


def _number(row: Row, spec: ChartSpec) -> str:
    if pd.notna(row["numerator"]) and pd.notna(row["denominator"]):
        return f"{row['numerator']:,.10g} of {row['denominator']:,.10g}"
    return (
        "no number" if pd.isna(row["value"]) else f"{plain_number(row['value'], spec)}{'%' if spec.unit == '%' else ''}"
    )


def details_html(notes: Iterable[Note], corrections: Iterable[Correction], spec: ChartSpec) -> str:
    """What to look at: the numbers that change, then the file's own rows."""
    lines = [correction_words(correction, spec) for correction in corrections] + problem_words(notes)
    return f'<div class="paper look-list"><ul>{"".join(f"<li>{text(words)}</li>" for words in lines)}</ul></div>'


def details_title(notes: Sequence[Note], corrections: Sequence[Correction]) -> str:
    """1 number changes, 2 rows to look at."""
    said = []
    if corrections:
        said.append(f"{count(len(corrections), 'number')} {'changes' if len(corrections) == 1 else 'change'}")
    if notes:
        said.append(f"{count(len(notes), 'thing')} to look at")
    return ", ".join(said)


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
