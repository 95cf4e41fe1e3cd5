"""Both renderers show the same funnel; nothing overlaps or leaves the picture; words never rank."""

import re
import xml.etree.ElementTree as ET
from html import unescape
from itertools import combinations

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.elements import Glyph, Line, Points, Words
from charts.funnels import funnel, funnel_figure, funnel_svg, funnel_table
from charts.funnels.drawing import draw_funnel
from charts.funnels.words import finding, text_alternative
from charts.palette import MARKERS

WORDS = ("Severe haemorrhage", "Percentage of births, 2025/26", "Number of births", "trust")
WIDTHS = [320, 340, 640, 680, 980, 1100]


def texts(svg):
    return sorted(unescape(re.sub("<[^>]+>", "", text)) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg))


@pytest.mark.parametrize("width", [320, 640, 980])
def test_both_renderers_show_the_same(every, width):
    for result in every:
        own = result.points["unit"].iloc[-1]
        svg = funnel_svg(result, *WORDS, highlight=own, width=width)
        figure = funnel_figure(result, *WORDS, highlight=own, width=width)
        layout = figure["layout"]
        said = [unescape(re.sub("<[^>]+>", "", annotation["text"])) for annotation in layout["annotations"]]
        assert texts(svg) == sorted([*said, *layout["xaxis"]["ticktext"], *layout["yaxis"]["ticktext"]])
        elements = draw_funnel(result, *WORDS, own, width).elements
        points = [element for element in elements if isinstance(element, Points)]
        lines = [element for element in elements if isinstance(element, Line)]
        glyphs = [element for element in elements if isinstance(element, Glyph)]
        traces = [trace for trace in figure["data"] if trace["mode"] == "markers"]
        assert [trace["x"] for trace in traces] == [[place.x.at for place in group.places] for group in points]
        assert [trace["marker"]["symbol"] for trace in traces] == [MARKERS[group.marker].shape for group in points]
        assert sum(len(group.places) for group in points) == result.n
        leaders = [line for line in lines if line.role == "leader"]
        assert svg.count("<polyline") == len(lines) == len(figure["data"]) - len(traces) + len(leaders)
        assert len(layout["shapes"]) == len(glyphs) + len(leaders)
        assert layout["xaxis"]["type"] == "linear"
        assert go.Figure(figure).layout.height > 300
        assert ET.fromstring(svg).get("aria-label") == text_alternative(result, WORDS[0], "trust", own)


def boxes(drawing):
    for words in drawing.elements:
        if isinstance(words, Words):
            x, y = drawing.pixels(words.place)
            left = x - {"start": 0, "middle": words.width / 2, "end": words.width}[words.anchor]
            yield words.all_text, (left, y - words.size * 0.45, left + words.width, y + words.size * 0.45)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_overlap_or_leave_the_picture(every, width):
    for result in every:
        drawing = draw_funnel(result, *WORDS, result.points["unit"].iloc[-1], width)
        found = list(boxes(drawing))
        for (one, a), (other, b) in combinations(found, 2):
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), (one, other)
        for text, (left, top, right, bottom) in found:
            inside = left >= 0 and top >= 0 and right <= drawing.width and bottom <= drawing.height
            assert inside, text


@pytest.mark.parametrize("width", WIDTHS)
def test_lines_and_units_stay_on_the_plot(every, width):
    for result in every:
        drawing = draw_funnel(result, *WORDS, width=width)
        for element in drawing.elements:
            if isinstance(element, Points) or (isinstance(element, Line) and element.role != "leader"):
                for place in element.places:
                    x, y = drawing.pixels(place)
                    assert drawing.left - 1e-6 <= x <= drawing.width - drawing.right + 1e-6
                    assert drawing.top - 1e-6 <= y <= drawing.height - drawing.bottom + 1e-6


def test_limits_are_smooth_curves_that_narrow(trusts):
    lines = {line.role: line for line in draw_funnel(funnel(trusts), *WORDS).elements if isinstance(line, Line)}
    assert {"lower 998", "lower 95", "upper 95", "upper 998", "centre"} <= set(lines)
    upper = [place.y.at for place in lines["upper 998"].places]
    assert len(upper) > 40
    assert upper == sorted(upper, reverse=True)
    assert lines["upper 998"].stroke != lines["upper 95"].stroke


def test_a_target_takes_the_mean_s_place(trusts):
    drawing = draw_funnel(funnel(trusts, target=3), *WORDS)
    assert [line.stroke for line in drawing.elements if isinstance(line, Line) and line.role == "target"] == ["target"]
    assert "Target 3%" in [words.all_text for words in drawing.elements if isinstance(words, Words)]


def test_the_own_unit_has_a_ring_and_a_name(trusts):
    result = funnel(trusts)
    elements = draw_funnel(result, *WORDS, "R05").elements
    assert [element.role for element in elements if isinstance(element, Glyph)].count("highlight") == 1
    names = [words.bold for words in elements if isinstance(words, Words) and words.role == "unit label"]
    assert "R05" in names

    def told(unit):
        return text_alternative(result, "x", highlight=unit).replace("\u00a0", " ")

    assert "R05: 2.9% (117 of 4,080), inside the 95% limits" in told("R05")
    assert "R14 is left out: denominator of zero." in told("R14")
    assert "XXX is not in this comparison." in told("XXX")


def test_findings_in_words(units, trusts):
    def said(*rows, noun="trust"):
        return finding(funnel(units(*rows), target=50, adjust=False), noun)

    assert finding(funnel(trusts)) == "Two of 14 trusts lie outside the 99.8% limits: one above, one below"
    assert said(("A", 50, 100), ("B", 51, 100), ("C", 51, 100)) == "All three trusts lie inside the 95% limits"
    assert said(("A", 50, 100), ("B", 51, 100), noun="region") == "Both regions lie inside the 95% limits"
    assert said(("A", 50, 100)) == "The only trust lies inside the 95% limits"
    assert said(("A", 90, 100)) == "The only trust lies above the upper 99.8% limit"
    assert said(("A", 90, 100), ("B", 50, 100)) == "One of two trusts lies above the upper 99.8% limit"
    assert said(("A", 9, 100), ("B", 8, 100)) == "Both trusts lie below the lower 99.8% limit"
    assert said(("A", 62, 100), ("B", 50, 100)) == (
        "No trust lies outside the 99.8% limits; one of two lies outside the 95% limits"
    )


def test_the_footnote_says_limits_adjustment_and_who_is_left_out(trusts, spread):
    def foot(result):
        elements = draw_funnel(result, *WORDS).elements
        return " ".join(word.all_text for word in elements if isinstance(word, Words) and word.role == "footnote")

    assert "1.96 (95%) and 3.09 (99.8%) standard errors about the mean of 14 trusts together" in foot(funnel(trusts))
    assert "Two trusts left out: R14 (denominator of zero); R99 (no data)." in foot(funnel(trusts))
    assert "widened for over-dispersion" in foot(funnel(spread))
    assert "standard deviation between trusts 6.93%." in foot(funnel(spread))
    assert "not widened for over-dispersion, though" in foot(funnel(spread, adjust=False))


def test_words_never_rank(every):
    for result in every:
        said = funnel_svg(result, *WORDS) + " ".join(funnel_table(result).to_numpy().ravel())
        assert not re.search(r"\b(good|bad|best|worst|better|worse|rank|league|outlier)\b", said, re.IGNORECASE)


def test_the_table_has_every_unit_by_name_and_limits(trusts):
    table = funnel_table(funnel(trusts), "trust", "Births")
    assert list(table.columns) == [
        *("Trust", "Numerator", "Births", "Value", "Lower 99.8% limit", "Lower 95% limit", "Upper 95% limit"),
        *("Upper 99.8% limit", "Finding"),
    ]
    assert len(table) == 16
    assert table.iloc[13].tolist()[:4] == ["<b>Castle & Hill</b>", "342", "7,605", "4.5%"]
    assert table.iloc[13]["Finding"] == "Above the upper 99.8% limit"
    assert table.iloc[14].tolist() == ["R14", "", "", "", "", "", "", "", "Left out: denominator of zero"]


def test_names_are_escaped(trusts):
    result = funnel(trusts)
    nasty = '<script>"1"</script>'
    svg = funnel_svg(result, nasty, nasty, nasty, nasty, "R13")
    assert "<script" not in svg
    assert "<b>Castle" not in svg
    figure = funnel_figure(result, nasty, nasty, nasty, nasty, "R13")
    assert not any("<script" in annotation["text"] for annotation in figure["layout"]["annotations"])
    assert any("&lt;b&gt;Castle" in text for trace in figure["data"] for text in trace.get("text", []))


@given(st.lists(st.tuples(st.floats(0, 1e15), st.floats(1e-9, 1e15)), min_size=1, max_size=20))
@settings(max_examples=25, deadline=None)
def test_any_rate_can_be_drawn(units, rows):
    result = funnel(units(*((f"U{at}", *row) for at, row in enumerate(rows))), "u", 1000)
    assert ET.fromstring(funnel_svg(result, *WORDS, highlight="U0", width=340)) is not None


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 1e6)), min_size=1, max_size=40),
    st.sampled_from([320, 680, 980]),
)
@settings(max_examples=25, deadline=None)
def test_anything_finite_can_be_drawn(units, rows, width):
    result = funnel(units(*((f"U{at}", share * n, n) for at, (share, n) in enumerate(rows))))
    assert ET.fromstring(funnel_svg(result, *WORDS, highlight="U0", width=width)) is not None
