"""The floor: plain numpy doing the least that XmR charts of many series need, in the plainest way, from flat arrays.

Mean computed twice, moving ranges, limits and close band, four rules, the rule that wins. No gaps, no rebases, no
fixing, no targets, no icons, no dates, no checks: what any answer has to pay.
"""

from typing import Any

import numpy as np


def floor(value: np.ndarray, series: np.ndarray, count: int, run_length: int = 7) -> dict[str, Any]:
    """Limits and flags of every point; `series` rises from 0 to count - 1, one entry a point."""
    n = np.bincount(series, minlength=count)
    mean = np.bincount(series, value, count) / n
    mean += np.bincount(series, value - mean[series], count) / n
    same = series[1:] == series[:-1]
    steps = np.diff(value)
    mean_range = np.bincount(series[1:][same], np.abs(steps[same]), count) / (n - 1)
    centre, spread = mean[series], (2.66 * mean_range)[series]
    lower, upper = centre - spread, centre + spread
    near_lower, near_upper = centre - 2 * (spread / 3), centre + 2 * (spread / 3)
    side = np.sign(value - centre)
    rises = np.concatenate(([0.0], np.where(same, np.sign(steps), 0.0)))
    outside = (value > upper) | (value < lower)
    close = ((value > near_upper) | (value < near_lower)) & ~outside
    shift = (_runs(side, series) >= run_length) & (side != 0)
    last_of = (_runs(rises, series) >= run_length - 1) & (rises != 0)
    trend = last_of.copy()
    trend[:-1] |= last_of[1:]
    two = _two_in_three(side, close, series)
    label = np.select([outside, trend, two, shift], [0, 1, 2, 3], 4)
    return {"centre": centre, "lower": lower, "upper": upper, "shift": shift, "label": label}


def _runs(signs: np.ndarray, series: np.ndarray) -> np.ndarray:
    """For every point the length of the run it is in."""
    begins = np.ones(signs.size, dtype=bool)
    begins[1:] = (signs[1:] != signs[:-1]) | (series[1:] != series[:-1])
    run = np.cumsum(begins) - 1
    return np.bincount(run)[run]


def _two_in_three(side: np.ndarray, close: np.ndarray, series: np.ndarray) -> np.ndarray:
    together = (side[2:] == side[1:-1]) & (side[1:-1] == side[:-2]) & (series[2:] == series[:-2])
    fires = together & (close[2:].astype(int) + close[1:-1] + close[:-2] >= 2)
    flagged = np.zeros(side.size, dtype=bool)
    for shift in range(3):
        flagged[shift : side.size - 2 + shift] |= fires
    return flagged & close
