"""Rich text made safe: hostile things go, words stay."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_store.clean import TAGS, chart_ids, clean_html, cut_at_charts, is_empty, plain_text, too_deep

ID = "01890a5d-ac96-774b-bcce-b302099a8057"
CHART = f'<figure data-chart="{ID}"></figure>'

HOSTILE = {
    "script": ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
    "event": ('<p onclick="x()" onerror=x>a</p>', "<p>a</p>"),
    "image": ('<p>a<img src=x onerror=alert(1)><img src="https://elsewhere.example/p.png">b</p>', "<p>ab</p>"),
    "javascript link": ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer">a</a>'),
    "hidden javascript link": ('<a href=" java&#10;script:alert(1)">a</a>', '<a rel="noopener noreferrer">a</a>'),
    "data link": ('<a href="data:text/html,x">a</a>', '<a rel="noopener noreferrer">a</a>'),
    "host link": ('<a href="//elsewhere.example">a</a>', '<a rel="noopener noreferrer">a</a>'),
    "relative link": ('<a href="/sign-out">a</a>', '<a rel="noopener noreferrer">a</a>'),
    "frame": ('<iframe src="https://elsewhere.example">x</iframe><p>a</p>', "<p>a</p>"),
    "srcdoc": ('<iframe srcdoc="<script>x</script>"></iframe>a', "a"),
    "form": ('<form action="https://elsewhere.example"><input name=a><button>Go</button></form>', "Go"),
    "style": ('<style>p{display:none}</style><p style="position:fixed" class="x" id="y" name="z">a</p>', "<p>a</p>"),
    "svg": ("<svg onload=x><script>alert(1)</script><title>a</title></svg>b", "b"),
    "math": ("<math><mi>a</mi></math>b", "b"),
    "comment": ("a<!--[if gte mso 9]>x<![endif]-->b", "ab"),
    "Word's tags": ("<o:p>a</o:p><w:sdt>b</w:sdt>", "ab"),
    "meta and base": (
        '<meta http-equiv=refresh content=0><base href="https://elsewhere.example/"><p>a</p>',
        "<p>a</p>",
    ),
    "chart of nothing": ('<figure data-chart="../../x"></figure>', "<figure></figure>"),
    "chart with more": (f'<figure data-chart="{ID}" id=x onload=x></figure>', CHART),
    "spans of many": ('<td colspan="9999">a</td>', "a"),
}

KEPT = (
    "<h2>a</h2><h3>b</h3><p><strong>c</strong> <em>d</em> <u>e</u> <s>f</s></p>",
    "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>",
    '<ol start="3"><li>a</li></ol>',
    '<table><tbody><tr><th colspan="2">a</th></tr><tr><td>b</td><td rowspan="2">c</td></tr></tbody></table>',
    '<p><a href="https://www.england.nhs.uk/x?y=1&amp;z=2" rel="noopener noreferrer">a</a></p>',
    '<p><a href="mailto:quality@trust.example" rel="noopener noreferrer">a</a></p>',
    "<blockquote><p>a</p></blockquote><hr>",
    f"<p>a</p>{CHART}<p>b</p>",
    "<p>5 &lt; 6 &amp; 7 &gt; 2, 36.5 °C, “quoted” – £1, 👶🏽</p>",
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_things_go(name: str) -> None:
    sent, kept = HOSTILE[name]
    assert clean_html(sent) == kept


@pytest.mark.parametrize("html", KEPT)
def test_what_the_editor_makes_stays(html: str) -> None:
    assert clean_html(html) == html


PIECES = [*"<>&\"'/= a\x00\ud83d", "<p>", "</p>", "<ul>", "<li>", "<table>", "<td>", "<a href=", "<img onerror=", CHART]
ALLOWED = re.compile(r'</?[a-z0-9]+( (rel|href|data-chart)="[^"<>]*")*>|[^<>]+')


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_whatever_comes_in_only_plain_tags_come_out(pieces: list[str]) -> None:
    cleaned = clean_html("".join(pieces))
    assert "".join(found.group() for found in ALLOWED.finditer(cleaned)) == cleaned
    assert set(re.findall(r"</?([a-z0-9]+)", cleaned)) <= TAGS
    cleaned.encode()


@pytest.mark.parametrize(
    "html",
    ["", " \n", "<p></p>", "<p><br></p><p>&nbsp;\xa0\u200b</p>", "<ul><li></li></ul>", "<hr>", "<figure></figure>"],
)
def test_nothing_to_see_is_empty(html: str) -> None:
    assert is_empty(html)


@pytest.mark.parametrize("html", ["a", "<p>0</p>", "<p>&lt;</p>", CHART, f"<p></p>{CHART}", "<ul><li>.</li></ul>"])
def test_a_word_or_a_chart_is_not_empty(html: str) -> None:
    assert not is_empty(html)


def test_a_long_text_is_looked_at_once() -> None:
    assert not is_empty("<p> </p>" * 20_000 + "x")
    assert is_empty("<p> </p>" * 20_000)


def test_charts_are_named_in_order() -> None:
    other = ID.replace("0", "a")
    assert chart_ids(f'{CHART}<p>a</p><figure data-chart="{other}"> </figure>') == [ID, other]


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("", [""]),
        (f"<p>a</p>{CHART}<p>b</p>", ["<p>a</p>", ID, "<p>b</p>"]),
        (CHART + CHART, ["", ID, "", ID, ""]),
        (f"<ul><li>a{CHART}</li><li>b</li></ul>c", ["<ul><li>a</li><li>b</li></ul>", ID, "c"]),
        (
            f"<table><tbody><tr><td>a{CHART}{CHART}</td></tr></tbody></table>",
            ["<table><tbody><tr><td>a</td></tr></tbody></table>", ID, "", ID, ""],
        ),
    ],
)
def test_text_is_cut_at_charts_without_breaking_lists(html: str, pieces: list[str]) -> None:
    assert cut_at_charts(html) == pieces
    assert all(clean_html(piece) == piece for piece in pieces)


def test_deep_nests_are_seen_and_plans_are_not() -> None:
    assert too_deep("<div>" * 300)
    assert not too_deep("<ul><li><p>a</p></li></ul>" * 5000 + "a<br>b" * 5000)


def test_plain_text_keeps_lines_tabs_and_emoji() -> None:
    assert plain_text("a\n\tb\r\n👶\x00\x1b\ud83d") == "a\n\tb\r\n👶"
