"""Three-way merging of rich text: two people's edits of one base, when they do not overlap."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import NamedTuple

from plan_store.clean import clean_html

# The smallest things that can conflict: a paragraph, a heading, an item or a cell that nests nothing. A row's own tags
# go with its first and last cell, so that rows are never cut in two; other tags of lists and tables stand alone.
_PLAIN = r"(?:(?!<(?:li|ul|ol|table|tr|td|th)\b).)*?"
BLOCK = re.compile(
    rf"(?:<tr>)?<(td|th)\b[^>]*>{_PLAIN}</\1>(?:</tr>)?|<li\b[^>]*>{_PLAIN}</li>|<(p|h[2-4]|figure)\b[^>]*>.*?</\2>|"
    r"</?(?:ul|ol|li|table|thead|tbody|tr|td|th|blockquote)\b[^>]*>|<hr>",
    re.DOTALL,
)
LARGEST = 10_000_000  # pairs of blocks to compare; beyond it a person is quicker


class Overlap(Exception):
    """Both changed the same words; a person has to choose."""


class _Edit(NamedTuple):
    """Blocks start to end of the base become these."""

    start: int
    end: int
    blocks: tuple[str, ...]


def merge(base: str, mine: str, theirs: str) -> str:
    """Mine and theirs together, all clean HTML. Raises Overlap when both changed the same block."""
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    blocks = _blocks(base)
    parts, done = [], 0
    for edit in _together(blocks, _edits(blocks, _blocks(mine)), _edits(blocks, _blocks(theirs))):
        parts += [*blocks[done : edit.start], *edit.blocks]
        done = edit.end
    merged = "".join([*parts, *blocks[done:]])
    if clean_html(merged) != merged:  # two sound changes can still cross each other's tags
        raise Overlap
    return merged


def _together(base: list[str], mine: list[_Edit], theirs: list[_Edit]) -> list[_Edit]:
    settled = {(edit.start, edit.end): edit for edit in theirs}
    for edit in mine:
        rival = settled.get((edit.start, edit.end))
        if rival is not None:
            settled[edit.start, edit.end] = _settle("".join(base[edit.start : edit.end]), edit, rival)
        elif any(edit.start < other.end and other.start < edit.end for other in theirs):
            raise Overlap
        else:
            settled[edit.start, edit.end] = edit
    return [edit for _place, edit in sorted(settled.items())]


def _settle(base: str, mine: _Edit, theirs: _Edit) -> _Edit:
    """Two edits of one place: the one that says all of the other's, or both additions, theirs first.

    Additions that begin alike are one text in two versions (an answer that never arrived), so a person chooses.
    """
    ours, other = _words("".join(mine.blocks)), _words("".join(theirs.blocks))
    shorter, longer = sorted((other, ours), key=len)
    if mine == theirs:
        return theirs
    if ours != other and shorter.startswith(_words(base)) and longer.startswith(shorter):
        return mine if longer == ours else theirs
    if base or _same_start(ours, other) * 2 >= len(shorter):
        raise Overlap
    return _Edit(mine.start, mine.end, (*theirs.blocks, *mine.blocks))


def _words(html: str) -> str:
    """The text, its links and the charts in it."""
    return re.sub(r"<(?!figure|a )[^>]*>", "", html)


def _same_start(one: Sequence[str], other: Sequence[str]) -> int:
    """How many blocks, or characters, both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _blocks(html: str) -> list[str]:
    found, done = [], 0
    for block in BLOCK.finditer(html):
        found += [html[done : block.start()], block.group()]
        done = block.end()
    return [text for text in [*found, html[done:]] if text]


def _edits(base: list[str], changed: list[str]) -> list[_Edit]:
    """What was done to the base; blocks changed one for one are edits of their own."""
    same = _same_start(base, changed)
    ours, other = base[same:], changed[same:]
    if len(ours) * len(other) > LARGEST:
        raise Overlap
    edits = []
    for kind, start, end, first, last in SequenceMatcher(None, ours, other, autojunk=False).get_opcodes():
        if kind == "replace" and end - start == last - first:
            edits += [_Edit(same + n, same + n + 1, (other[first + n - start],)) for n in range(start, end)]
        elif kind != "equal":
            edits.append(_Edit(same + start, same + end, tuple(other[first:last])))
    return edits
