"""What else there is in Python: a loop over pandas groups, and two packages where they are installed."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

Measured = Callable[[], Any]


def pandas_loop(frame: pd.DataFrame) -> Any:
    """One group at a time with pandas methods, as scripts in trusts are written: XmR limits and four rules."""
    return [_one_group(group) for _, group in frame.groupby("series", sort=False)]


def _one_group(group: pd.DataFrame) -> pd.DataFrame:
    value = group["value"]
    mean, ranges = value.mean(), value.diff().abs()
    spread = 2.66 * ranges.mean()
    side = np.sign(value - mean)
    run = (side != side.shift()).cumsum()
    rises = np.sign(value.diff())
    steps = (rises != rises.shift()).cumsum()
    outside = (value - mean).abs() > spread
    close = ((value - mean).abs() > spread * 2 / 3) & ~outside
    two = (close.rolling(3).sum() >= 2) & (side.rolling(3).sum().abs() == 3)
    return pd.DataFrame(
        {
            "mean": mean,
            "lower": mean - spread,
            "upper": mean + spread,
            "outside": outside,
            "shift": run.groupby(run).transform("size") >= 7,
            "trend": steps.groupby(steps).transform("size") >= 6,
            "two_in_three": two,
        }
    )


def qikit(frame: pd.DataFrame) -> Measured | None:
    """clinical-qikit's qic, a series at a time; None where it is not installed."""
    if find_spec("qikit") is None:
        return None
    qic = import_module("qikit").qic
    groups = [group["value"].to_numpy() for _, group in frame.groupby("series", sort=False)]
    return lambda: [qic(y=values, chart="i") for values in groups]


def control_charts(frame: pd.DataFrame) -> Measured | None:
    """pycontrolcharts' XmR chart with its tests, a series at a time; None where it is not installed."""
    if find_spec("pycontrolcharts") is None:
        return None
    calc_xmr = import_module("pycontrolcharts").calc_xmr
    groups = [group[["date", "value"]].reset_index(drop=True) for _, group in frame.groupby("series", sort=False)]
    return lambda: [calc_xmr(group, value_column="value", label="date", run_tests=True) for group in groups]
