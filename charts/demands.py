"""What a chart type asks of the data, and the sentence that says what is missing."""

from collections.abc import Callable

import numpy as np

from charts.limits import LIMITS
from charts.segments import Floats


def problem(chart_type: str, value: Floats, numerator: Floats, denominator: Floats, size: Floats | None) -> str:
    """A sentence for people, empty where the chart can be drawn. Arrays of one series, one entry a point.

    `size` is how many values stand behind each point, None for one each.
    """
    kind, there = LIMITS[chart_type], ~np.isnan(value)
    without = there & ~((denominator > 0) & ~np.isnan(numerator))
    checks: tuple[tuple[bool, Callable[[], str]], ...] = (
        (
            kind.needs_denominator and chart_type != "ip" and bool(without.any()),
            lambda: (
                f"A {kind.name} needs a numerator and a denominator for every point; "
                f"{int(without.sum())} of {int(there.sum())} have none."
            ),
        ),
        (
            chart_type in ("p", "pp") and bool((numerator > denominator).any() or (numerator < 0).any()),
            lambda: f"A {kind.name} counts some out of all, but a numerator here is not between 0 and its denominator.",
        ),
        (
            chart_type == "t" and bool((value <= 0).any()),
            lambda: "A t chart needs times above 0; two events on one day can be told apart by hours or as 0.5 days.",
        ),
        (
            chart_type in ("c", "g", "u", "up") and bool((value < 0).any()),
            lambda: f"A {kind.name} counts, and a count cannot be below 0.",
        ),
        (
            kind.needs_subgroups and (size is None or not bool((size > 1).any())),
            lambda: f"An {kind.name} needs several values for each date; here there is one each.",
        ),
    )
    return next((said() for fails, said in checks if fails), "")
