"""Icons, sparklines and the standalone SVG are well formed and named."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from charts.icons import ASSURANCE, VARIATION, assurance_drawing, assurance_icon, variation_drawing, variation_icon
from charts.sparkline import sparkline_svg
from charts.spc import analyse
from charts.svg import spc_svg


@pytest.mark.parametrize("size", [24, 40])
def test_every_icon_is_named_and_well_formed(size):
    icons = [variation_drawing(kind, size) for kind in VARIATION]
    icons += [assurance_drawing(kind, size, flipped) for kind in ASSURANCE for flipped in (False, True)]
    for icon in icons:
        assert ET.fromstring(icon).get("aria-label", "").startswith(("Variation: ", "Assurance: "))


def test_icons_follow_the_result(smoking, milk, steady):
    assert "improvement, values are low" in variation_icon(smoking)
    assert "fail" in assurance_icon(smoking)
    assert (variation_icon(milk), assurance_icon(milk)) == ("", "")
    assert "common cause" in variation_icon(steady)


def test_sparklines_are_well_formed(every, observed):
    for result, _ in every:
        assert len(ET.fromstring(sparkline_svg(result))) > 3
    for values in ([], [np.nan], [3], [3] * 20):
        assert ET.fromstring(sparkline_svg(analyse(observed(values)))) is not None


def test_a_sparkline_is_named_only_when_asked(smoking):
    assert ET.fromstring(sparkline_svg(smoking)).get("aria-hidden") == "true"
    named = ET.fromstring(sparkline_svg(smoking, measure="Smoking"))
    assert named.get("aria-label") == "Smoking has fallen: 13 months below the mean"


@pytest.mark.parametrize("width", [340, 480, 640, 680, 980])
def test_the_svg_stands_alone(every, width):
    for result, measure in every:
        svg = ET.fromstring(spc_svg(result, measure, width=width, icons=True))
        assert svg.get("role") == "img"
        assert svg.get("aria-label", "").startswith(measure)
        assert svg.get("viewBox", "").split()[2] == str(width)


def test_the_svg_of_nothing_says_so(observed):
    assert "has no data yet" in spc_svg(analyse(observed([])), "CO test")
    assert "has no data yet" in spc_svg(analyse(observed([np.nan] * 3)), "CO test")
