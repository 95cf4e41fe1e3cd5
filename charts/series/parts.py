"""Tables whose rows hold the parts of one measure (Numerator, Denominator, Rate): a column for each part."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from charts.series.grid import GridRow
from charts.series.marks import Standing
from charts.series.places import place_of
from charts.series.roles import BESIDE, DENOMINATOR, NUMERATOR, VALUE, find_roles, is_percent, number_columns, plain
from charts.series.seriesfile import Choice
from charts.series.splits import NAMES, candidates, plain_title, values
from charts.series.table import Column, Place, Table, profile

MOST_PARTS = 8
OF_PARTS = re.compile(r"\b(?:units?|format|display|data type|value type|statistic|aggregation)\b")


def with_parts(table: Table, choice: Choice) -> Table:
    """The table with a column for each part, where its rows hold the parts of one measure; else as it was."""
    column = None if table.pivoted else named_parts(table, choice)
    if column is not None:
        value = only_value(table, choice)
        return pivoted(table, column, value) if value is not None else table
    return with_labels(table, choice) if table.across and not table.pivoted else table


def named_parts(table: Table, choice: Choice) -> Column | None:
    """A column whose words include Numerator and Denominator."""
    for column in table.columns:
        if (
            column.index in (table.header.date_column, table.status)
            or not column.texts
            or column.title in choice.filters
        ):
            continue
        words = [word.lower().replace("_", " ") for word in values(table, column)]
        if any(NUMERATOR.search(word) for word in words) and any(DENOMINATOR.search(word) for word in words):
            return column
    return None


def only_value(table: Table, choice: Choice) -> Column | None:
    """The one column of numbers whose parts the rows hold."""
    chosen = table.column(choice.value)
    if chosen is not None:
        return chosen
    found = [column for column in number_columns(table) if not BESIDE.search(plain(column))]
    called = [column for column in found if VALUE.search(plain(column)) or "value" in plain(column)]
    return found[0] if len(found) == 1 else called[0] if len(called) == 1 else None


def with_labels(table: Table, choice: Choice) -> Table:
    """A table with months across: its rows as columns where they are parts of one measure or only one row."""
    labels = [column for column in table.columns if 0 < column.index < table.lead]
    if not labels or table.lead != len(table.columns) - 1:
        return table
    value = table.columns[table.lead]
    varying = [column for column in labels if len({cells[column.index] for _, cells in table.rows}) > 1]
    if len(varying) > 1:
        grouped = all_groups_count(table, varying, value)
        return replace(table, part=varying[-1].index) if grouped else table
    column = (varying or [label for label in labels if values(table, label)] or labels)[-1]
    turned = pivoted(table, column, value)
    return turned if not varying or are_parts(turned, column, choice) else table


def are_parts(turned: Table, column: Column, choice: Choice) -> bool:
    """Whether rows are one measure's numerator and denominator, or counts and percentages among which to choose."""
    if any(turned.column(title) for title in (choice.numerator, choice.denominator, choice.value)):
        return True
    numeric = number_columns(turned)
    roles = find_roles(turned, Choice(), numeric)
    used = [part for part in (roles.numerator, roles.denominator, roles.own) if part]
    if roles.counts and all(part in used or BESIDE.search(plain(part)) for part in numeric):
        return True
    mixed = len({is_percent(part) for part in numeric}) > 1
    return mixed and len(numeric) <= MOST_PARTS and not NAMES.search(plain(column))


def all_groups_count(table: Table, varying: Sequence[Column], value: Column) -> bool:
    """Whether under every group the last label names the parts of one measure."""
    groups: dict[tuple[str, ...], list[GridRow]] = {}
    for row in table.rows:
        groups.setdefault(tuple(row[1][column.index] for column in varying[:-1]), []).append(row)
    for rows in groups.values():
        turned = pivoted(table.narrowed(rows), varying[-1], value)
        if not find_roles(turned, Choice(), number_columns(turned)).counts:
            return False
    return True


def pivoted(table: Table, column: Column, value: Column) -> Table:
    """One row for each month and series, with a column for each word of the parts' column."""
    words = list(dict.fromkeys(cells[column.index] for _, cells in table.rows if cells[column.index]))
    places = {word.casefold(): at for at, word in reversed(list(enumerate(words)))}
    said = list(dict.fromkeys(places[word.casefold()] for word in words))
    titles = part_titles(table, column, value, [words[at] for at in said])
    made = Pivot(table, column.index, value.index, {word: said.index(at) for word, at in places.items()}, len(titles))
    made.fill(keys_of(table, column))
    rows = tuple(made.rows())
    width = len(table.header.titles)
    lead = next((at for at in range(width, len(titles)) if NUMERATOR.search(titles[at].lower())), width)
    return replace(
        table,
        header=replace(table.header, titles=titles),
        rows=rows,
        columns=profile(rows, titles, table.mark),
        places={at: tuple(found) for at, found in enumerate(made.places, 1)},
        lead=min(lead, len(titles) - 1),
        standings=made.standings,
        part=None,
        pivoted=True,
    )


def part_titles(table: Table, column: Column, value: Column, words: Sequence[str]) -> tuple[str, ...]:
    """The titles with those of the parts behind them; a part keeps its name where the column of values has the same."""
    titles = list(table.header.titles)
    for index in (column.index, value.index):
        if titles[index] in words:
            titles[index] = f"{titles[index]} (all parts)"
    return (*titles, *(f"{word} (part)" if word in titles else word for word in words))


def keys_of(table: Table, column: Column) -> list[int]:
    """The columns that tell rows of one month apart besides the part."""
    found = [key.index for key in candidates(table, called_only=False) if key.index != column.index]
    kept = [index for index in found if not follows(table, index, column)]
    return [table.dated, *kept, *([table.status] if table.status is not None else [])]


def follows(table: Table, index: int, column: Column) -> bool:
    """Whether a column only says what the part is counted in (count, %)."""
    if not OF_PARTS.search(plain_title(table.header.titles[index])):
        return False
    part, words = column.index, dict[str, str]()
    for _, cells in table.rows:
        if words.setdefault(cells[part], cells[index]) != cells[index]:
            return False
    return len(set(words.values())) > 1


@dataclass
class Pivot:
    """Rows in the making; a part that comes twice for one month gets a row of its own, so that nothing is lost."""

    table: Table
    part: int
    value: int
    parts: dict[str, int]
    width: int
    texts: list[list[str]] = field(default_factory=list)
    places: list[list[Place]] = field(default_factory=list)
    standings: dict[int, Standing] = field(default_factory=dict)

    def fill(self, keys: Sequence[int]) -> None:
        """Put every value in the row of its month."""
        seen: dict[tuple[object, ...], int] = {}
        held: dict[tuple[object, ...], int] = {}
        first = len(self.table.header.titles)
        for number, cells in self.table.rows:
            key = tuple([cells[index] for index in keys])
            part = self.parts.get(cells[self.part].casefold())
            again = seen.get((key, part), 0)
            seen[key, part] = again + 1
            at = held.get((key, again))
            if at is None:
                at = held[key, again] = len(self.texts)
                self.add_row(number, cells)
            if part is not None:
                self.texts[at][first + part] = cells[self.value]
                self.places[at][first + part] = place_of(self.table, number, self.value)

    def add_row(self, number: int, cells: Sequence[str]) -> None:
        """A row with everything but the parts."""
        said = [*cells, *[""] * (self.width - len(cells))]
        said[self.part] = said[self.value] = ""
        first = [place_of(self.table, number, index) for index in range(len(cells))]
        self.places.append([*first, *[first[self.value]] * (self.width - len(cells))])
        self.texts.append(said)
        if number in self.table.standings:
            self.standings[len(self.texts)] = self.table.standings[number]

    def rows(self) -> Iterator[GridRow]:
        """The rows with numbers of their own."""
        return ((at, tuple(texts)) for at, texts in enumerate(self.texts, 1))
