"""The names of the series of a file: the combinations of values that occur in the columns that part it."""

from itertools import product

from charts.series.seriesfile import SeriesFile


def series_keys(whole: SeriesFile, organisations: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """In the file's order; of a national file only those of the organisations, by code. One () for a single series."""
    if not whole.series_names:
        return [()]
    if not set(whole.series_names) <= set(whole.columns):
        return list(product(*whole.series_names.values()))  # months across, or sheets: the names stand beside them
    places = [whole.columns.index(name) for name in whole.series_names]
    gone = {note.row for note in whole.left_out}
    first: dict[tuple[str, ...], tuple[str, ...]] = {}
    for number, cells in whole.rows:
        if number > (whole.header_row or 0) and number not in gone and any(cells):
            key = tuple(cells[place] if place < len(cells) else "" for place in places)
            first.setdefault(tuple(part.casefold() for part in key), key)
    codes = {code.casefold() for code in organisations}
    ours = [key for folded, key in first.items() if codes & set(folded)]
    return ours or list(first.values())
