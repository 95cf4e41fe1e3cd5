"""Two versions of a text as one document: words added underlined, words taken out struck through, and both said."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby
from typing import Any

from pages._render.text_blocks import CHART, Block, Word, read_blocks, words_in
from pages._render.words import text

SAME, ADDED, GONE = "", "ins", "del"
LARGEST = 4_000_000  # pairs of words or blocks to compare; beyond it the whole is shown as taken out and added
ALIKE = 0.4  # blocks that share less are one taken out and one added, not one changed
LAYOUT = '<p class="secondary">Only the layout changed: the words are the same.</p>'
NEXT = 8  # how many of the old blocks may have become a new one
SPACE = Word(" ").said  # not looked for: there are too many, and the words beside them bring them along
Part = tuple[str, Sequence[Word]]  # SAME, ADDED or GONE, and its words
Line = tuple[str, Block, Sequence[Part]]


def text_changes(before: str, after: str, charts: Mapping[str, str], whole: bool = False) -> str:
    """Safe HTML; charts: names by measure id. Not whole: only what changed, and what is beside it."""
    return _text_changes(before, after, tuple(sorted(charts.items())), whole)


@lru_cache(maxsize=512)
def _text_changes(before: str, after: str, charts: tuple[tuple[str, str], ...], whole: bool) -> str:
    lines = list(_lines(read_blocks(before), read_blocks(after)))
    if not any(_marked(parts) for _op, _block, parts in lines) and not whole:
        return LAYOUT if before != after else ""
    return f'<div class="prose changes">{_document(lines, dict(charts), whole)}</div>'


def plain_changes(before: str, after: str) -> str:
    """The same for words without layout, in one line."""
    parts = _parts([Word(piece) for piece in words_in(before)], [Word(piece) for piece in words_in(after)])
    return "".join(_part(op, words, {}) for op, words in parts)


def _lines(old: list[Block], new: list[Block]) -> Iterator[Line]:
    for kind, start, end, first, last in _opcodes([block.key for block in old], [block.key for block in new]):
        if kind == "equal":
            yield from ((SAME, block, [(SAME, block.words)]) for block in new[first:last])
        else:
            yield from _changed(old[start:end], new[first:last])


def _changed(old: list[Block], new: list[Block]) -> Iterator[Line]:
    """Blocks in place of others: those alike are shown as one with its words changed."""
    waiting = list(old)
    for block in new:
        partner = next((place for place, other in enumerate(waiting[:NEXT]) if _alike(other, block)), None)
        if partner is None:
            yield ADDED, block, [(ADDED, block.words)]
            continue
        yield from ((GONE, gone, [(GONE, gone.words)]) for gone in waiting[:partner])
        yield SAME, block, _parts(waiting[partner].words, block.words)
        del waiting[: partner + 1]
    yield from ((GONE, gone, [(GONE, gone.words)]) for gone in waiting)


def _alike(one: Block, other: Block) -> bool:
    if one.kind != other.kind or len(one.words) * len(other.words) > LARGEST:
        return False
    mine, theirs = _letters(one), _letters(other)
    return 2 * (mine & theirs).total() >= ALIKE * (mine.total() + theirs.total())


def _letters(block: Block) -> Counter[str]:
    return Counter(word.text for word in block.words if word.text != " ")


def _parts(old: Sequence[Word], new: Sequence[Word]) -> list[Part]:
    """What stays, goes and comes; a few words that stay between larger changes are said with them, to read in one."""
    codes = _opcodes([word.said for word in old], [word.said for word in new])
    sizes = [0 if kind == "equal" else max(_length(old[a:b]), _length(new[c:d])) for kind, a, b, c, d in codes]
    parts: list[Part] = []
    gone: list[Word] = []
    added: list[Word] = []
    for place, (kind, start, end, first, last) in enumerate(codes):
        inner = 0 < place < len(codes) - 1
        if kind == "equal" and not (inner and _little(new[first:last], sizes[place - 1], sizes[place + 1])):
            parts += [(op, tuple(held)) for op, held in ((GONE, gone), (ADDED, added)) if held]
            parts.append((SAME, new[first:last]))
            gone, added = [], []
        else:
            gone += old[start:end]
            added += new[first:last]
    return parts + [(op, tuple(held)) for op, held in ((GONE, gone), (ADDED, added)) if held]


def _little(words: Sequence[Word], before: int, after: int) -> bool:
    """Spaces and marks alone, or less than what changes on either side."""
    return not any(word.text[0].isalnum() for word in words) or _length(words) <= min(before, after)


def _length(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)


def _opcodes(old: Sequence[Any], new: Sequence[Any]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > LARGEST:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(SPACE.__eq__, old, new, autojunk=False).get_opcodes()


def _document(lines: list[Line], charts: Mapping[str, str], whole: bool) -> str:
    shown = [whole or _near(lines, place) for place in range(len(lines))]
    html = []
    for visible, run in groupby(zip(shown, lines, strict=True), key=lambda pair: pair[0]):
        if not visible:
            html.append('<p class="skipped" aria-label="Words that did not change">…</p>')
            continue
        for is_table, group in groupby((line for _visible, line in run), key=lambda line: line[1].kind == "tr"):
            blocks = "".join(_block(line, charts) for line in group)
            html.append(f"<table><tbody>{blocks}</tbody></table>" if is_table else blocks)
    return "".join(html)


def _near(lines: list[Line], place: int) -> bool:
    """A block that changed, or that stands before or after one."""
    return any(_marked(parts) for _op, _block, parts in lines[max(place - 1, 0) : place + 2])


def _marked(parts: Sequence[Part]) -> bool:
    return any(op for op, _words in parts)


def _block(line: Line, charts: Mapping[str, str]) -> str:
    _op, block, parts = line
    if block.kind == "hr":
        return "<hr>"
    if block.kind == "tr":
        return _row(parts, charts)
    inside = "".join(_part(op, words, charts) for op, words in parts)
    if block.kind == "li":
        mark = f'<span class="mark">{text(block.mark)}</span>'
        return f'<p class="item" style="--depth:{block.depth}">{mark} {inside}</p>'
    tag = "p" if block.kind == "chart" else block.kind
    return f"<{tag}>{inside}</{tag}>"


def _row(parts: Sequence[Part], charts: Mapping[str, str]) -> str:
    """A row's cells; where a cell came or went, the words of both stand in what there is now."""
    cells: list[list[Part]] = [[]]
    for op, words in parts:
        for bar, run in groupby(words, key=lambda word: word.text.startswith("\u2003")):
            if bar and op != GONE:
                cells.append([])
            elif not bar:
                cells[-1].append((op, tuple(run)))
    return f"<tr>{''.join(f'<td>{_joined(cell, charts)}</td>' for cell in cells)}</tr>"


def _joined(parts: Sequence[Part], charts: Mapping[str, str]) -> str:
    return "".join(_part(op, words, charts) for op, words in parts)


def _part(op: str, words: Sequence[Word], charts: Mapping[str, str]) -> str:
    runs = groupby(words, key=lambda word: (word.marks, word.href))
    inside = "".join(_run(marks, href, "".join(_said(word, charts) for word in run)) for (marks, href), run in runs)
    if not op:
        return inside
    said = "added: " if op == ADDED else "taken out: "
    return f'<{op}><span class="sr-only">{said}</span>{inside}<span class="sr-only">, end. </span></{op}>'


def _run(marks: tuple[str, ...], href: str, inside: str) -> str:
    for mark in marks:
        inside = f"<{mark}>{inside}</{mark}>"
    return f'<a href="{text(href)}" rel="noopener noreferrer">{inside}</a>' if href else inside


def _said(word: Word, charts: Mapping[str, str]) -> str:
    if word.text.startswith(CHART):
        name = charts.get(word.text[1:], "a measure that is no longer here")
        return f'<span class="chart-name">Chart: {text(name)}</span>'
    return text(word.text)
