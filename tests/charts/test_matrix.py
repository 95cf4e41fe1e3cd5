"""The matrix of variation by assurance: counted, said, and the same in HTML and SVG."""

import re
import xml.etree.ElementTree as ET
from html import unescape

import pytest

from charts.matrix import ASSURANCES, Matrix, tally
from charts.matrix_picture import matrix_svg
from charts.matrix_table import matrix_html
from charts.spc import analyse
from charts.spec import ChartSpec

COUNTS = {
    ("improvement", "pass"): 3,
    ("common_cause", "pass"): 5,
    ("improvement", "hit_or_miss"): 6,
    ("common_cause", "hit_or_miss"): 14,
    ("concern", "hit_or_miss"): 3,
    ("improvement", "fail"): 4,
    ("common_cause", "fail"): 7,
    ("concern", "fail"): 5,
    ("improvement", "none"): 1,
    ("common_cause", "none"): 3,
    ("neutral", "none"): 4,
}
CELLS = [
    *("3", "5", "0", "0", "8", "6", "14", "3", "0", "23", "4", "7", "5", "0", "16", "1", "3", "0", "4", "8"),
    *("14", "29", "8", "4", "55"),
]


def html_cells(html):
    return [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", html)]


def test_counts_totals_and_finding():
    matrix = Matrix(COUNTS)
    assert html_cells(matrix_html(matrix)) == CELLS
    assert matrix.finding == (
        "Three of 55 measures are improving and sure to pass; five are worsening and sure to fail"
    )
    assert f"<h2>{matrix.finding}</h2>" in matrix_html(matrix)
    assert "<h3>" in matrix_html(matrix, level=3)


@pytest.mark.parametrize(
    ("counts", "finding"),
    [
        ({}, "There are no measures to show yet"),
        (
            {("neutral", "none"): 2},
            "None of two measures is improving and sure to pass; none is worsening and sure to fail",
        ),
        (
            {("improvement", "pass"): 1, ("concern", "fail"): 12},
            "One of 13 measures is improving and sure to pass; 12 are worsening and sure to fail",
        ),
    ],
)
def test_findings_of_few(counts, finding):
    assert Matrix(counts).finding == finding


def test_the_svg_has_the_same_numbers():
    texts = [unescape(text) for text in re.findall(r"<text[^>]*>(.*?)</text>", matrix_svg(Matrix(COUNTS), 980))]
    assert [text for text in texts if text.isdigit()] == CELLS
    assert ET.fromstring(matrix_svg(Matrix(COUNTS))).get("aria-label") == Matrix(COUNTS).text_alternative
    assert "Assurance fail: improvement 4, common cause 7, concern 5." in Matrix(COUNTS).text_alternative


def test_the_table_is_accessible():
    html = matrix_html(Matrix(COUNTS, "chart"))
    assert html.count('scope="col"') == 6
    assert html.count('scope="row"') == len(ASSURANCES) + 1
    assert "<caption>Number of charts, by assurance down and variation across</caption>" in html
    assert "aria-label" not in html  # icons decorate, words tell
    assert ET.fromstring(re.sub("&shy;", "", html)) is not None


def test_counts_above_zero_may_be_links():
    html = matrix_html(Matrix(COUNTS), lambda variation, assurance: f"overview?v={variation}&a={assurance}", "data-go")
    assert html.count("<a ") == len(COUNTS)
    assert 'href="overview?v=concern&amp;a=fail"' in html
    assert 'aria-label="5 measures: variation Concern, assurance Fail" data-go>5</a>' in html
    assert "<a " not in matrix_html(Matrix(COUNTS))


def test_tint_grows_with_the_count():
    matrix = Matrix(COUNTS)
    assert (matrix.tint(0), matrix.tint(1), matrix.tint(14)) == (0, 0.05, 0.25)
    assert Matrix({("concern", "fail"): 1}).tint(1) == 0.05


def test_results_are_tallied_and_those_without_a_verdict_have_their_place(smoking, milk, steady, observed):
    neutral = analyse(observed([1, 2] * 8 + [9]), ChartSpec())
    matrix = tally([smoking, steady, milk, neutral])
    assert matrix.counts == {
        ("improvement", "fail"): 1,
        ("common_cause", "fail"): 1,
        ("none", "none"): 1,
        ("neutral", "none"): 1,
    }
    assert matrix.all == 4
    assert html_cells(matrix_html(matrix))[-6:] == ["1", "1", "0", "1", "1", "4"]
    assert "none yet 1" in matrix.text_alternative


@pytest.mark.parametrize("width", [480, 680, 980])
def test_the_svg_at_any_width(width):
    svg = ET.fromstring(matrix_svg(Matrix(COUNTS | {("none", "none"): 1}), width))
    rights = [float(text.get("x", "nan")) for text in svg.iter() if text.tag.endswith("text")]
    assert max(rights) < width
