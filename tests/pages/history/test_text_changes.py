"""Two versions of a text: words added and taken out, said with more than colour; nothing of it is ever markup."""

import re

import pytest

from pages._render.text_changes import LAYOUT, plain_changes, text_changes

M = "01990000-0000-7000-8000-000000000001"


def seen(before: str, after: str, whole: bool = False) -> str:
    """Without what only a screen reader says, and without the holder."""
    html = re.sub(r'<span class="sr-only">.*?</span>', "", text_changes(before, after, {M: "CO test"}, whole))
    return re.sub(r' style="[^"]*"| class="(item|mark|chart-name)"', "", html).removeprefix(
        '<div class="prose changes">'
    )


@pytest.mark.parametrize(
    ("before", "after", "html"),
    [
        ("<p>From 13% to 8%.</p>", "<p>From 13% to 6%.</p>", "<p>From 13% to <del>8%</del><ins>6%</ins>.</p></div>"),
        ("", "<p>New</p>", "<p><ins>New</ins></p></div>"),
        ("<p>Old</p>", "", "<p><del>Old</del></p></div>"),
        (
            "<ul><li>one</li></ul>",
            "<ul><li>one</li><li>two</li></ul>",
            "<p><span>•</span> one</p><p><span>•</span> <ins>two</ins></p></div>",
        ),
        (
            "<ol><li>b</li></ol>",
            "<ol><li>a</li><li>b</li></ol>",
            "<p><span>1.</span> <ins>a</ins></p><p><span>2.</span> b</p></div>",
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr></table>",
            "<table><tr><td>a</td><td>c d</td></tr></table>",
            "<table><tbody><tr><td>a</td><td><del>b</del><ins>c d</ins></td></tr></tbody></table></div>",
        ),
        (
            "<p>a</p>",
            f'<p>a</p><figure data-chart="{M}"></figure>',
            "<p>a</p><p><ins><span>Chart: CO test</span></ins></p></div>",
        ),
        (
            "<p>a <strong>b</strong></p>",
            "<p>a <strong>b</strong> <em>c</em></p>",
            "<p>a <strong>b</strong><ins> <em>c</em></ins></p></div>",
        ),
        (
            '<p>see <a href="https://a.example">here</a></p>',
            '<p>see <a href="https://b.example">here</a></p>',
            '<p>see <del><a href="https://a.example" rel="noopener noreferrer">here</a></del>'
            '<ins><a href="https://b.example" rel="noopener noreferrer">here</a></ins></p></div>',
        ),
    ],
)
def test_words(before: str, after: str, html: str) -> None:
    assert seen(before, after) == html


def test_only_what_changed_is_shown_unless_the_whole_is_asked_for() -> None:
    before = "".join(f"<p>Paragraph {letter}</p>" for letter in "abcdefg")
    after = before.replace("Paragraph d", "Paragraph D")
    short = seen(before, after)
    assert re.findall(r"Paragraph (\w|<)", short) == ["c", "<", "e"]
    assert short.count("…") == 2
    assert re.findall(r"Paragraph (\w|<)", seen(before, after, whole=True)) == ["a", "b", "c", "<", "e", "f", "g"]


def test_a_screen_reader_hears_what_is_underlined_and_struck_through() -> None:
    assert plain_changes("old", "new") == (
        '<del><span class="sr-only">taken out: </span>old<span class="sr-only">, end. </span></del>'
        '<ins><span class="sr-only">added: </span>new<span class="sr-only">, end. </span></ins>'
    )


def test_layout_alone_is_said_in_a_sentence() -> None:
    assert text_changes("<p>a</p>", "<p><strong>a</strong></p>", {}) == LAYOUT
    assert text_changes("<p>a</p>", "<p>a</p>", {}) == ""


def test_what_a_user_wrote_is_cleaned_and_escaped_once_more() -> None:
    bad = '<img src=x onerror=alert(1)><script>alert(1)</script><p>&lt;b&gt; <a href="javascript:x">y</a> "q"</p>'
    html = text_changes("", bad, {M: "<b>"}) + text_changes("", f'<figure data-chart="{M}"></figure>', {M: "<b>"})
    assert not re.search(r"<(img|script|b)\b|onerror|javascript", html)
    assert "&lt;b&gt;" in html
    assert "&lt;b&gt;" in plain_changes("", "<b>")


def test_a_text_written_anew_is_compared_in_little_time() -> None:
    """Thousands of words that have nothing in common: shown as taken out and added."""
    before = "".join(f"<p>{' '.join(f'a{n}{m}' for m in range(80))}</p>" for n in range(60))
    after = before.replace("a", "b")
    html = text_changes(before, after, {}, whole=True)
    assert (html.count("<del>"), html.count("<ins>")) == (60, 60)
