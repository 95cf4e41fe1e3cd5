"""Both renderers show the same elements; nothing overlaps; nothing leaves the picture."""

import datetime
import re
from dataclasses import replace
from html import unescape
from itertools import combinations

import plotly.graph_objects as go
import pytest

from charts.drawing import draw
from charts.elements import Box, Glyph, Line, Points, Words
from charts.figure import plotly, spc_figure
from charts.palette import MARKERS
from charts.spc import analyse
from charts.spec import Annotation, ChartSpec, Rebase
from charts.svg import spc_svg

WIDTHS = [320, 640, 980]
NASTY = '<script>alert("1")</script> & "two"'


def svg_texts(svg):
    return sorted(unescape(re.sub("<[^>]+>", "", text)) for text in re.findall(r"<text[^>]*>(.*?)</text>", svg))


def figure_texts(figure):
    layout = figure["layout"]
    texts = [re.sub("<[^>]+>", "", annotation["text"]) for annotation in layout["annotations"]]
    texts += [part for text in layout["xaxis"]["ticktext"] for part in text.split("<br>")]
    return sorted([*map(unescape, texts), *layout["yaxis"]["ticktext"]])


@pytest.mark.parametrize("width", WIDTHS)
def test_both_renderers_say_the_same(pictured, width):
    for result, measure in pictured:
        svg = spc_svg(result, measure, "Babies, each month", width)
        assert svg_texts(svg) == figure_texts(spc_figure(result, measure, "Babies, each month", width))


@pytest.mark.parametrize("width", WIDTHS)
def test_both_renderers_show_the_same_points_and_lines(pictured, width):
    for result, measure in pictured:
        drawing = draw(result, measure, width=width)
        svg, figure = spc_svg(result, measure, width=width), spc_figure(result, measure, width=width)
        points = [element for element in drawing.elements if isinstance(element, Points)]
        lines = [element for element in drawing.elements if isinstance(element, Line)]
        traces = [trace for trace in figure["data"] if trace["mode"] == "markers" and trace["name"] != "gaps"]
        assert [len(trace["x"]) for trace in traces] == [len(group.places) for group in points]
        assert [trace["marker"]["symbol"] for trace in traces] == [MARKERS[group.marker].shape for group in points]
        assert sum(len(group.places) for group in points) == result.n + result.column("ghosted").sum()
        assert svg.count("<polyline") == len(lines)
        poles = [line for line in lines if line.role in ("event", "rebase", "leader")]
        assert len([trace for trace in figure["data"] if trace["mode"] == "lines"]) == len(lines) - len(poles)


def test_every_glyph_is_a_shape(thermal):
    drawing = draw(thermal, "A measure", width=980)
    shapes = spc_figure(thermal, "A measure")["layout"]["shapes"]
    for role in ("flag", "key"):
        glyphs = [element for element in drawing.elements if isinstance(element, Glyph) and element.role == role]
        assert len([shape for shape in shapes if shape["name"] == role]) == len(glyphs) > 2


RINGED = datetime.date(2026, 3, 1)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_ringed_point_has_one_ring_in_both_renderers(thermal, width):
    drawing = draw(thermal, "A measure", width=width, ringed=RINGED)
    [ring] = [element for element in drawing.elements if isinstance(element, Glyph) and element.role == "ring"]
    x, y = drawing.pixels(ring.place)
    assert y == pytest.approx(drawing.value_pixels(71.25))
    circle = f'<circle cx="{x:.2f}"'
    svg = spc_svg(thermal, "A measure", width=width, ringed=RINGED)
    assert svg.count(circle) == spc_svg(thermal, "A measure", width=width).count(circle) + 1
    shapes = plotly(drawing)["layout"]["shapes"]
    [shape] = [shape for shape in shapes if shape["name"] == "ring"]
    assert (shape["xref"], shape["yref"], shape["xanchor"], shape["yanchor"]) == (
        "x", "y", "2026-03-01 00:00:00", 71.25,
    )  # fmt: skip


def test_a_day_without_a_value_has_no_ring(thermal):
    for day in (datetime.date(2024, 8, 1), datetime.date(2030, 1, 1), None):
        drawing = draw(thermal, "A measure", ringed=day)
        assert not [element for element in drawing.elements if getattr(element, "role", "") == "ring"]


@pytest.mark.parametrize("width", WIDTHS)
def test_without_its_foot_a_chart_ends_below_its_dates(pictured, width):
    for result, measure in pictured:
        drawing = draw(result, measure, width=width, with_foot=False)
        roles = {element.role for element in drawing.elements if isinstance(element, Words | Glyph)}
        assert not roles & {"key", "footnote", "list"}
        assert drawing.height < draw(result, measure, width=width).height
        for words, (_, _, _, bottom) in boxes(drawing):
            assert bottom <= drawing.height, words.all_text


def boxes(drawing):
    """Every word with its rectangle, a little smaller than its line."""
    for words in drawing.elements:
        if isinstance(words, Words):
            x, y = drawing.pixels(words.place)
            left = x - {"start": 0, "middle": words.width / 2, "end": words.width}[words.anchor]
            yield words, (left, y - words.size * 0.45, left + words.width, y + words.size * 0.45)


def overlapping(drawing):
    found = list(boxes(drawing))
    return [
        (one.all_text, other.all_text)
        for (one, a), (other, b) in combinations(found, 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


@pytest.mark.parametrize("width", [320, 340, 480, 640, 680, 760, 980, 1100])
def test_no_words_overlap_or_leave_the_picture(pictured, width):
    for result, measure in pictured:
        drawing = draw(result, measure, "Babies admitted to the neonatal unit, each month", width)
        assert overlapping(drawing) == []
        for words, (left, top, right, bottom) in boxes(drawing):
            inside = left >= 0 and top >= 0 and right <= drawing.width and bottom <= drawing.height
            assert inside, words.all_text


@pytest.mark.parametrize("width", [320, 680, 980])
@pytest.mark.parametrize("months", [range(16), (0, 1, 2, 3, 4), (7, 7, 8), (15, 14, 13, 12), (3,)])
def test_events_never_overlap(observed, months, width):
    dates = [datetime.date(2024 + (3 + m) // 12, (3 + m) % 12 + 1, 1) for m in months]
    spec = ChartSpec(annotations=[Annotation(date=date, text="PDSA cycle: wrap before drying") for date in dates])
    drawing = draw(analyse(observed([90, 91, 92, 91] * 4), spec), "CO test", width=width)
    assert overlapping(drawing) == []


def test_more_than_five_events_become_numbers_with_a_list(observed):
    dates = [datetime.date(2024, month, 1) for month in range(4, 11)]
    spec = ChartSpec(annotations=[Annotation(date=date, text=f"Change {date.month}") for date in dates])
    words = [
        words for words in draw(analyse(observed([1, 2] * 8), spec), "CO test").elements if isinstance(words, Words)
    ]
    assert [word.all_text for word in words if word.role == "flag number"] == list("1234567")
    assert "Change 4, Apr\u00a02024" in [word.all_text for word in words if word.role == "list"]


def test_user_words_are_escaped(observed):
    spec = ChartSpec(annotations=[Annotation(date=datetime.date(2024, 6, 1), text=NASTY)], unit="<b>")
    result = analyse(observed([1, 2] * 8), spec)
    svg, figure = spc_svg(result, NASTY, NASTY), spc_figure(result, NASTY, NASTY)
    assert "<script" not in svg
    assert 'alert("1")' not in svg
    assert not any("<script" in annotation["text"] for annotation in figure["layout"]["annotations"])


def test_plotly_accepts_the_figure(pictured):
    for result, measure in pictured:
        for width in WIDTHS:
            assert go.Figure(spc_figure(result, measure, width=width)).layout.height > 300


def test_without_a_heading_there_is_no_title_and_less_height(steady):
    bare = draw(steady, "CO test at booking", with_heading=False)
    assert not [words for words in bare.elements if isinstance(words, Words) and words.role in ("title", "subtitle")]
    assert bare.height < draw(steady, "CO test at booking").height - 40


def test_the_axis_has_months_however_long_the_series(observed):
    for n in (2, 13, 60, 400):
        ticks = draw(analyse(observed([1, 2] * (n // 2))), "CO test").x.ticks
        assert {len(tick.label) for tick in ticks} == {3}
        assert 2 <= len(ticks) <= 21
        assert ticks[0].second


def test_gaps_break_the_line_and_are_named(thermal):
    elements = draw(thermal, "A measure").elements
    data = [element for element in elements if isinstance(element, Line) and element.role == "data"]
    assert [len(line.places) for line in data] == [19, 19]
    assert [element.text for element in elements if isinstance(element, Words) and element.role == "gap"] == [
        "Suppressed"
    ]


def test_an_earlier_mean_hides_no_point(observed):
    """Where every point lies close to its mean, the words stand a little further off."""
    rebase = Rebase(date=datetime.date(2025, 10, 1), reason="CO monitor in every room")
    result = analyse(
        observed([11.6, 12.4, 12.0] * 6 + [8.0, 8.8, 8.4] * 4, denominator=250), ChartSpec(rebases=[rebase])
    )
    for width in WIDTHS:
        drawing = draw(result, "Smoking", width=width)
        points = [place for group in drawing.elements if isinstance(group, Points) for place in group.places]
        for words, (left, top, right, bottom) in boxes(drawing):
            if words.role == "earlier level":
                covered = [(x, y) for x, y in map(drawing.pixels, points) if left < x < right and top < y < bottom]
                assert covered == []


@pytest.mark.parametrize("stretch", [1, 1.2, 1.5])
@pytest.mark.parametrize("width", [640, 980])
def test_the_note_on_a_short_series_hides_no_point_of_a_plot_that_is_stretched(observed, width, stretch):
    """A slot is wider than the layout that was made for it: the points move, and the note with them."""
    drawing = draw(analyse(observed([12.0, 12.4, 12.4, 8.3, 8.5]), ChartSpec(unit="%")), "Smoking", width=width)
    stretched = replace(drawing, width=width * stretch)
    points = [place for group in drawing.elements if isinstance(group, Points) for place in group.places]
    [note] = [element for element in drawing.elements if isinstance(element, Box) and element.role == "note"]
    (left, top), (right, bottom) = stretched.pixels(note.first), stretched.pixels(note.second)
    covered = [(x, y) for x, y in map(stretched.pixels, points) if left < x < right and top < y < bottom]
    assert covered == []
