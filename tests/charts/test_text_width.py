"""Words are as wide as the font says, and lines break evenly."""

import pytest

from charts.text_width import balanced, text_width, wrap


def test_widths_are_arial_s():
    assert text_width("Hello", 2048) == 1479 + 1139 + 455 + 455 + 1139
    assert text_width("Hello", 2048, bold=True) == 1479 + 1139 + 569 + 569 + 1251


@pytest.mark.parametrize("limit", [60, 120, 400])
def test_no_line_is_wider_than_its_limit(limit):
    text = "Babies admitted with a normal temperature rose from 61% to 78% after-a-very-long-compound-word"
    for lines in (wrap(text, 13, limit), balanced(text, 13, limit)):
        assert all(text_width(line, 13) <= limit for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_balanced_lines_are_about_equally_long():
    text = "Severe haemorrhage after birth holds at about 3.2%; August 2025 was more than chance alone explains"
    lines = balanced(text, 20, 870, bold=True)
    widths = [text_width(line, 20, bold=True) for line in lines]
    assert len(lines) == 2
    assert min(widths) > 0.8 * max(widths)
