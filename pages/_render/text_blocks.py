"""Clean rich text as a list of blocks, each with its words: what two versions are compared by."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

from plan_store.clean import clean_html

WORD = re.compile(r"\s+|\d[\d.,]*\d%?|\d%|[\w’'\-]+|[^\w\s]")
CHART = "\ufffc"  # stands before the id of a chart in place of a word
MARKS = {"b": "strong", "i": "em", **{tag: tag for tag in ("strong", "em", "u", "s", "sub", "sup", "code")}}
STARTS = {"p", "h2", "h3", "h4", "li", "blockquote", "td", "th", "hr", "figure"}


class Word(NamedTuple):
    """A run of letters, of spaces, or a mark of its own; its emphasis, and where it leads."""

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""

    @property
    def said(self) -> tuple[str, str]:
        """What is compared: emphasis alone is no change of words."""
        return self.text, self.href


@dataclass
class Block:
    """kind: p, h2, h3, h4, li, tr, chart or hr; depth of a list item and its list's mark; cells end with a bar."""

    kind: str
    words: list[Word] = field(default_factory=list)
    depth: int = 0
    mark: str = ""

    @property
    def key(self) -> tuple[str, int, bool, str]:
        """What makes two blocks the same; that an item has another number now is no change."""
        return self.kind, self.depth, self.mark == BULLET, " ".join(f"{word.text}{word.href}" for word in self.words)


BULLET = "•"
CELL = Word("\u2003|\u2003")


def words_in(text: str) -> list[str]:
    """Words, spaces and marks, each for itself."""
    return [" " if piece.isspace() else piece for piece in WORD.findall(text)]


def read_blocks(html: str) -> list[Block]:
    """Any HTML, cleaned here once more, as the blocks that have something to read."""
    reader = _Reader()
    reader.feed(clean_html(html))
    reader.close()
    for block in reader.blocks:
        while block.words and block.words[-1].text == " ":
            block.words.pop()
    return [block for block in reader.blocks if block.words or block.kind == "hr"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.lists: list[list[int]] = []  # 0 for bullets, else the next number
        self.marks: list[str] = []
        self.hrefs: list[str] = []
        self.row: Block | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag in ("ul", "ol"):
            self.lists.append([int(held.get("start") or 1) if tag == "ol" else 0])
        elif tag == "tr":
            self.row = Block("tr")
            self.blocks.append(self.row)
        elif tag in STARTS:
            self._start(tag, held)
        elif tag == "br":
            self._add(" ")
        elif tag == "a":
            self.hrefs.append(held.get("href") or "")
        elif tag in MARKS:
            self.marks.append(MARKS[tag])

    def _start(self, tag: str, held: dict[str, str | None]) -> None:
        if self.row is not None:
            if tag in ("td", "th"):
                self.row.words += [CELL] if self.row.words else []
            elif self.row.words and self.row.words[-1] != CELL:
                self._add(" ")
            if tag == "figure":
                self.row.words.append(Word(CHART + (held.get("data-chart") or "")))
        elif tag == "li":
            number = self.lists[-1][0] if self.lists else 0
            if number:
                self.lists[-1][0] += 1
            self.blocks.append(Block("li", [], max(len(self.lists), 1), f"{number}." if number else BULLET))
        elif tag == "figure":
            self.blocks.append(Block("chart", [Word(CHART + (held.get("data-chart") or ""))]))
        elif not (tag == "p" and self.blocks and self.blocks[-1].kind == "li" and not self.blocks[-1].words):
            self.blocks.append(Block("p" if tag == "blockquote" else tag))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "tr":
            self.row = None
        elif tag == "a" and self.hrefs:
            self.hrefs.pop()
        elif tag in MARKS and MARKS[tag] in self.marks:
            self.marks.remove(MARKS[tag])

    def handle_data(self, data: str) -> None:
        if data.strip() or (self.blocks and self.blocks[-1].words and self.blocks[-1].kind != "chart"):
            self._add(data)

    def _add(self, data: str) -> None:
        if self.row is None and (not self.blocks or self.blocks[-1].kind in ("chart", "hr", "tr")):
            self.blocks.append(Block("p"))
        into = self.row or self.blocks[-1]
        marks, href = tuple(dict.fromkeys(self.marks)), self.hrefs[-1] if self.hrefs else ""
        into.words += [Word(piece, marks, href) for piece in words_in(data)]
