"""Three-way merging of rich text: two people's edits of one base, when they do not overlap."""

import re

from merge3 import Merge3

BLOCK_END = re.compile(
    r"(</(?:p|h[2-4]|li|ul|ol|tr|td|th|table|thead|tbody|blockquote|figure)>|<(?:ul|ol|table|tbody|thead|tr|blockquote)>)"
)


class Overlap(Exception):
    """Both changed the same words; a person has to choose."""


def merge(base: str, mine: str, theirs: str) -> str:
    """Mine and theirs together. Raises Overlap when both changed the same block."""
    if mine in (theirs, base):
        return theirs
    if theirs == base:
        return mine
    merged = Merge3(_blocks(base), _blocks(mine), _blocks(theirs), is_cherrypick=False)
    parts: list[str] = []
    for group in merged.merge_groups():
        if group[0] == "conflict":
            raise Overlap
        parts.extend(group[1])
    return "".join(parts)


def _blocks(html: str) -> list[str]:
    """HTML cut after each closing block, so that a block is the smallest thing that can conflict."""
    pieces = BLOCK_END.split(html)
    return [text + end for text, end in zip(pieces[::2], [*pieces[1::2], ""], strict=True) if text + end]
