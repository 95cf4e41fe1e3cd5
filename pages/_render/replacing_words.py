"""What a file would do to numbers that are there: which change, which stay, which somebody had set by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pandas as pd

from charts.numbers import plain_number
from charts.series import Note, SeriesFile
from charts.spec import ChartSpec
from pages._render.series_words import period_name
from pages._render.words import count
from plan_store.observation_rows import NUMBERS, REMOVED, Observation
from plan_store.series_changes import Changes, Correction, Row

ByHand = Mapping[date, Observation]
NOTHING_NEW = "Nothing in this file is new."


def change_lines(series: SeriesFile, changes: Changes, spec: ChartSpec, hand: ByHand) -> list[str]:
    """August 2026: 41 of 430 becomes 42 of 430. Each number that changes, or stays against the file's."""
    name = period_name(series.observations)
    said = [(one.period, _becomes(one, spec, hand)) for one in changes.corrections]
    said += [(one.period, _stays(one, spec)) for one in changes.stays]
    said += [(when, _back(hand[when])) for when in _taken_out(series, hand)]
    return [f"{name.name(when)}: {words}" for when, words in said]


def with_changes(series: SeriesFile, changes: Changes, spec: ChartSpec, hand: ByHand) -> SeriesFile:
    """The file with the numbers that it would change among the things to look at, each with its row."""
    notes = [_note(series, one.period, "Changes a number", _becomes(one, spec, hand)) for one in changes.corrections]
    notes += [_note(series, one.period, "Left out", _stays(one, spec)) for one in changes.stays]
    notes += [_note(series, when, "Taken out by hand", _back(hand[when])) for when in _taken_out(series, hand)]
    return replace(series, warnings=(*series.warnings, *notes))


def _note(series: SeriesFile, when: date, short: str, words: str) -> Note:
    part = "value" if "value" in series.roles else "numerator"
    rows = series.observations.set_index("date")["row"]
    row, letter = series.cells.get((when, part), (int(rows[pd.Timestamp(when)]), ""))
    return Note(row, "", "", words, short, letter, when)


def _taken_out(series: SeriesFile, hand: ByHand) -> list[date]:
    held = series.observations[series.observations["row"].notna()]["date"]
    return [when for when in held.dt.date if when in hand and hand[when].status == REMOVED]


def _becomes(correction: Correction, spec: ChartSpec, hand: ByHand) -> str:
    before, after = _number(correction.before, spec), _number(correction.after, spec)
    if all(_alike(correction, name) for name in NUMBERS):
        before, after = f"{before}, {correction.before['status']},", str(correction.after["status"])
    typed = hand.get(correction.period)
    return f"{before} becomes {after}." + (f" It was corrected by hand: {_said(typed)}" if typed else "")


def _alike(correction: Correction, name: str) -> bool:
    one, other = correction.before[name], correction.after[name]
    return one == other or (pd.isna(one) and pd.isna(other))


def _stays(correction: Correction, spec: ChartSpec) -> str:
    before, after = _number(correction.before, spec), _number(correction.after, spec)
    return f"{before} is final and stays. The file’s provisional {after} is left out."


def _back(row: Observation) -> str:
    return f"It was taken out by hand: {_said(row)} This file would put it back."


def _said(row: Observation) -> str:
    """Somebody's reason as a sentence."""
    return row.reason if row.reason.endswith((".", "!", "?")) else f"{row.reason}."


def _number(row: Row, spec: ChartSpec) -> str:
    if pd.notna(row["numerator"]) and pd.notna(row["denominator"]):
        return f"{row['numerator']:,.10g} of {row['denominator']:,.10g}"
    return (
        "no number" if pd.isna(row["value"]) else f"{plain_number(row['value'], spec)}{'%' if spec.unit == '%' else ''}"
    )


def replaced_words(series: SeriesFile, changes: Changes, present: pd.DataFrame) -> str:
    """What happens to data that are there already; empty where none are."""
    if present.empty:
        return ""
    held = series.observations[series.observations["row"].notna()]
    noun = period_name(held if len(held) > 1 else present).noun
    changed, kept, said = len(changes.corrections), int((~present["date"].isin(held["date"])).sum()), []
    if changed:
        said.append(
            f"{count(changed, noun)} already {'has another value' if changed == 1 else 'have other values'}; "
            f"{'it' if changed == 1 else 'they'} will be replaced, the old values are kept in the history."
        )
    elif changes.same and not changes.stays:
        said.append(
            f"{count(changes.same, noun)} {'is' if changes.same == 1 else 'are'} already there with the same values."
        )
    if changes.stays:
        one = len(changes.stays) == 1
        said.append(f"{count(len(changes.stays), noun)} {'is final and stays' if one else 'are final and stay'}.")
    if kept:
        said.append(
            f"{count(kept, noun)} that the file does not have {'stays as it is' if kept == 1 else 'stay as they are'}."
        )
    return " ".join(said)


def nothing_words(changes: Sequence[Changes]) -> str:
    """Why there is nothing to save."""
    final = any(one.stays for one in changes)
    return "The final numbers stay." if final else "The same numbers are there already."


def saved_words(added: int, replaced: int, noun: str) -> str:
    """6 months are saved: 1 new, 5 in place of other values, which are kept in the history."""
    total, parts = added + replaced, []
    if replaced:
        other = "another value, which is" if replaced == 1 else "other values, which are"
        parts.append(f"{replaced if total > 1 else ''} in place of {other} kept in the history".strip())
    if added and replaced:
        parts.insert(0, f"{added} new")
    return f"{count(total, noun)} {'is' if total == 1 else 'are'} saved{': ' if parts else ''}{', '.join(parts)}."
