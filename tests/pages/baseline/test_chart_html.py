"""The chart as HTML: a picture for each width, verdicts in words, nothing of a user's let through."""

from collections.abc import Callable

from charts import analyse
from pages._render.chart_html import LAYOUTS, chart_html, data_table_html, print_chart_html, verdicts_html, why_html
from plan_store.document import ChartBlock

STEADY = [13.0, 14.0, 12.0, 13.5, 12.5, 14.0, 12.0, 13.0, 14.0, 12.5, 13.5, 12.0, 14.0, 13.0]
Make = Callable[..., ChartBlock]


def test_there_is_a_picture_for_each_width_and_one_for_paper(chart: Make) -> None:
    shown = chart_html(chart(STEADY))
    assert shown.count("<svg") == len(LAYOUTS) + 1, "the pictures and the variation icon"
    for name, width, _waits in LAYOUTS:
        assert f'class="{name}"' in shown
        assert f'viewBox="0 0 {width} ' in shown
    waiting = [name for name, _width, waits in LAYOUTS if waits]
    assert all(f'class="{name}" style="display:none"' in shown for name in waiting)
    paper = print_chart_html(chart(STEADY))
    assert paper.count("<svg") == 2
    assert 'viewBox="0 0 680 ' in paper


def test_verdicts_stand_in_words_beside_their_icons(chart: Make) -> None:
    verdicts = verdicts_html(analyse(*_of(chart(STEADY, direction="decrease", target=6))))
    assert "<b>Steady</b>Common cause, no real change" in verdicts
    assert "<b>Target not yet in reach</b>6% is below the lower limit" in verdicts
    assert verdicts.count("<svg") == 2


def test_below_13_points_a_tag_says_why_there_are_no_icons(chart: Make) -> None:
    verdicts = verdicts_html(analyse(*_of(chart(STEADY[:9], target=6))))
    assert '<span class="tag">Run chart</span><span><b>Too early to say</b>Icons at 13 months</span>' in verdicts
    assert "<svg" not in verdicts


def test_what_a_user_wrote_is_escaped_everywhere(chart: Make) -> None:
    hostile = chart(STEADY, title='<script>alert("1")</script>')
    for html in (
        chart_html(hostile),
        print_chart_html(hostile),
        data_table_html(analyse(*_of(hostile)), hostile.title),
    ):
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_new_data_and_a_changed_target_change_the_picture(chart: Make) -> None:
    assert "Target 6%" in chart_html(chart(STEADY, target=6))
    assert "Target 5%" in chart_html(chart(STEADY, target=5))
    assert "Latest, May 2025: 13%" in chart_html(chart(STEADY))
    assert "Latest, June 2025: 15%" in chart_html(chart([*STEADY, 15.0]))


def test_every_coloured_point_has_its_reason(chart: Make) -> None:
    low = analyse(*_of(chart([*STEADY, *[9.0, 9.1, 8.9, 9.0, 9.2, 8.8, 9.0]], direction="decrease")))
    reasons = why_html(low)
    assert reasons.count("<li>") == int((low.points["label"] != "").sum()) >= 7
    assert "<b>June 2025.</b> Improvement: 9.0%" in reasons
    assert "No point is coloured" in why_html(analyse(*_of(chart(STEADY))))


def test_the_data_are_a_table_with_headings(chart: Make) -> None:
    table = data_table_html(analyse(*_of(chart([*STEADY[:12], float("nan"), 13.0]))), "Smoking")
    heads = ["Month", "Value", "Mean", "Lower limit", "Upper limit", "Finding"]
    assert [table.index(f">{head}</th>") for head in heads] == sorted(table.index(f">{head}</th>") for head in heads)
    assert table.count("<tr>") == 15
    assert "<td>April 2025</td><td" in table
    assert "No data" in table


def _of(block: ChartBlock) -> tuple:
    return block.observations, block.spec
