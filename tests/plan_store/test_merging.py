"""Two people's edits of one text: together when they do not overlap, refused when they do."""
# ruff: noqa: E501 - one case, one line

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_store.merging import Overlap, merge

CHART = '<figure data-chart="01890a5d-ac96-774b-bcce-b302099a8057"></figure>'
LIST = "<ul><li><p>oak</p></li><li><p>ash</p></li></ul>"
TABLE = "<table><tbody><tr><th>when</th><th>who</th></tr><tr><td>May</td><td>ward</td></tr></tbody></table>"

TOGETHER = {
    "paragraphs apart": ("<p>a</p><p>b</p><p>c</p>", "<p>A</p><p>b</p><p>c</p>", "<p>a</p><p>b</p><p>C</p>", "<p>A</p><p>b</p><p>C</p>"),
    "paragraphs side by side": ("<p>a</p><p>b</p>", "<p>A</p><p>b</p>", "<p>a</p><p>B</p>", "<p>A</p><p>B</p>"),
    "one writes, one deletes": ("<p>a</p><p>b</p>", "<p>A</p><p>b</p>", "<p>a</p>", "<p>A</p>"),
    "both add at the end": ("<p>a</p>", "<p>a</p><p>mine</p>", "<p>a</p><p>theirs</p>", "<p>a</p><p>theirs</p><p>mine</p>"),
    "first words of two": ("", "<p>mine</p>", "<p>theirs</p>", "<p>theirs</p><p>mine</p>"),
    "the same said twice": ("<p>a</p>", "<p>a</p><p>x</p>", "<p>a</p><p>x</p>", "<p>a</p><p>x</p>"),
    "a chart beside the words": ("<p>a</p>", "<p>a, more</p>", f"<p>a</p>{CHART}", f"<p>a, more</p>{CHART}"),
    "a chart in an empty box": ("", "<p>words</p>", CHART, f"{CHART}<p>words</p>"),
    "items": (LIST, LIST.replace("oak", "elm"), LIST.replace("ash", "fir"), LIST.replace("oak", "elm").replace("ash", "fir")),
    "items added": (
        LIST,
        LIST.replace("</ul>", "<li><p>fir</p></li></ul>"),
        LIST.replace("<ul>", "<ul><li><p>elm</p></li>"),
        LIST.replace("</ul>", "<li><p>fir</p></li></ul>").replace("<ul>", "<ul><li><p>elm</p></li>"),
    ),
    "cells of one row": (
        TABLE,
        TABLE.replace("May", "June"),
        TABLE.replace("ward", "clinic"),
        TABLE.replace("May", "June").replace("ward", "clinic"),
    ),
    "rows added": (
        TABLE,
        TABLE.replace("</tbody>", "<tr><td>June</td><td>lead</td></tr></tbody>"),
        TABLE.replace("</tbody>", "<tr><td>April</td><td>clinic</td></tr></tbody>"),
        TABLE.replace("</tbody>", "<tr><td>April</td><td>clinic</td></tr><tr><td>June</td><td>lead</td></tr></tbody>"),
    ),
    "an answer that never came": ("<p>a</p>", "<p>a</p><p>The unit has</p>", "<p>a</p><p>The un</p>", "<p>a</p><p>The unit has</p>"),
    "words that grew after it": ("<p>a</p>", "<p>a b c</p>", "<p>a b</p>", "<p>a b c</p>"),
    "only mine": ("<p>a</p>", "<p>b</p>", "<p>a</p>", "<p>b</p>"),
    "only theirs": ("<p>a</p>", "<p>a</p>", "<p>b</p>", "<p>b</p>"),
}  # fmt: skip

OVERLAPPING = {
    "one paragraph": ("<p>a</p>", "<p>b</p>", "<p>c</p>"),
    "deleted and written": ("<p>a</p><p>b</p>", "<p>a</p><p>B</p>", "<p>a</p>"),
    "written inside what was deleted": (LIST, LIST.replace("oak", "elm"), ""),
    "one cell": (TABLE, TABLE.replace("May", "June"), TABLE.replace("May", "July")),
    "one new text in two versions": ("", "<p>The unit has 4 cots</p>", "<p>The unit has 5 cots</p>"),
    "a link and words": ('<p>see it</p>', '<p>see <a href="https://x.example">it</a></p>', "<p>see it now</p>"),
    "bold and italic": ("<p>a</p>", "<p><strong>a</strong></p>", "<p><em>a</em></p>"),
    "made a list, and written in": ("<p>a</p><p>b</p>", "<ul><li><p>a</p></li><li><p>b</p></li></ul>", "<p>a</p><p>B</p>"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOGETHER)
def test_edits_apart_come_together(name: str) -> None:
    base, mine, theirs, both = TOGETHER[name]
    assert merge(base, mine, theirs) == both


@pytest.mark.parametrize("name", OVERLAPPING)
def test_edits_of_the_same_words_are_refused(name: str) -> None:
    base, mine, theirs = OVERLAPPING[name]
    with pytest.raises(Overlap):
        merge(base, mine, theirs)
    with pytest.raises(Overlap):
        merge(base, theirs, mine)


def test_a_text_too_large_to_compare_is_for_a_person() -> None:
    many = "<p></p>" * 4000
    with pytest.raises(Overlap):
        merge(many, f"<p>mine</p>{many}<p>mine</p>", f"<h2>theirs</h2>{many}<h2>theirs</h2>")


SHAPES = st.sampled_from(
    ["<p>{}</p>", "<h2>{}</h2>", "<ul><li><p>{}</p></li></ul>", "<ul><li>{}</li><li>x</li></ul>",
     "<table><tbody><tr><td>{}</td><td>y</td></tr></tbody></table>", "<blockquote><p>{}</p></blockquote>"]
)  # fmt: skip
WORDS = re.compile(r"\b(?:base|mine|theirs)\d+\b")


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, str, set[str]]:
    """A base, two texts that change different blocks of it or add beside them, and the words both must keep."""
    shapes = draw(st.lists(SHAPES, min_size=1, max_size=8))
    base, mine, theirs, kept = [], [], [], set()
    for number, shape in enumerate(shapes):
        what = draw(
            st.sampled_from(["leave", "mine", "theirs", "i delete", "they delete", "i add", "they add", "both add"])
        )
        said = {name: shape.format(f"{name}{number}") for name in ("base", "mine", "theirs", "added")}
        base.append(said["base"])
        mine += {"mine": [said["mine"]], "i delete": []}.get(what, [said["base"]])
        theirs += {"theirs": [said["theirs"]], "they delete": []}.get(what, [said["base"]])
        mine += [said["mine"]] if what in ("i add", "both add") else []
        theirs += [said["theirs"]] if what in ("they add", "both add") else []
        kept |= {"leave": {f"base{number}"}, "mine": {f"mine{number}"}, "theirs": {f"theirs{number}"}}.get(what, set())
        kept |= {f"mine{number}"} if what in ("i add", "both add") else set()
        kept |= {f"theirs{number}"} if what in ("they add", "both add") else set()
    return "".join(base), "".join(mine), "".join(theirs), kept


@settings(max_examples=80, deadline=None)
@given(edits())
def test_no_word_of_either_is_lost(drawn: tuple[str, str, str, set[str]]) -> None:
    base, mine, theirs, kept = drawn
    try:
        merged = merge(base, mine, theirs)
    except Overlap:
        return  # nothing is written: both texts still exist
    found = WORDS.findall(merged)
    assert kept <= set(found)
    assert len(found) == len(set(found))
    assert set(found) <= set(WORDS.findall(mine)) | set(WORDS.findall(theirs))


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 8), st.sets(st.integers(0, 7), min_size=1), st.data())
def test_different_paragraphs_always_merge(size: int, changed: set[int], data: st.DataObject) -> None:
    base = [f"<p>base{n}</p>" for n in range(size)]
    owner = {n: data.draw(st.booleans()) for n in changed if n < size}
    mine = [f"<p>mine{n}</p>" if owner.get(n) is True else base[n] for n in range(size)]
    theirs = [f"<p>theirs{n}</p>" if owner.get(n) is False else base[n] for n in range(size)]
    both = [mine[n] if owner.get(n) is True else theirs[n] for n in range(size)]
    assert merge("".join(base), "".join(mine), "".join(theirs)) == "".join(both)
