"""One synthetic series for every chart type, with ghosts, gaps, provisional values and targets where it bears them."""

import datetime
from typing import Any

import numpy as np
import pandas as pd

from charts.result import SpcResult
from charts.spc import analyse
from charts.spec import Annotation, ChartSpec, Ghost, Rebase, TargetFrom

KINDS = ("run", "xmr", "mr", "p", "pp", "u", "up", "c", "g", "t", "xbar", "s", "ip")
SHARES = ("p", "pp", "u", "up", "ip")
MONTHS = 30
MEASURE = "Smoking at time of delivery"


def every_kind() -> dict[str, SpcResult]:
    """Each chart type's result by its key."""
    return {kind: one_kind(kind) for kind in KINDS}


def one_kind(kind: str, **other: Any) -> SpcResult:
    """30 months; the last ten are a third lower, where the type has no other story."""
    draw = np.random.default_rng(7)
    spec: dict[str, Any] = {"chart_type": kind, "direction": "decrease"}
    frame = pd.DataFrame({"date": pd.date_range("2023-10-01", periods=MONTHS, freq="MS"), "status": "final"})
    if kind in SHARES:
        spec |= _shares(frame, kind, draw)
    elif kind in ("g", "t"):
        spec |= _between(frame, kind, draw)
    elif kind in ("xbar", "s"):
        frame = pd.concat([frame.assign(value=draw.normal(36.9, 0.3, MONTHS)) for _ in range(5)])
        spec |= {"unit": "°C", "direction": "neutral", "target": 37}
    elif kind == "c":
        frame["value"] = draw.poisson(9, MONTHS).astype(float)
        spec |= {"unit": "", "target": 8}
    else:
        frame["value"] = draw.normal(50, 4, MONTHS) - np.where(np.arange(MONTHS) >= 20, 7, 0)
        spec |= {"target": 40}
    if kind not in ("g", "t", "xbar", "s"):
        spec |= _marked(frame, spec["target"])
    if kind in ("xmr", "p"):
        spec["rebases"] = (Rebase(date=datetime.date(2024, 12, 1), reason="New stop smoking pathway"),)
    return analyse(frame, ChartSpec.model_validate(spec | other))


def _shares(frame: pd.DataFrame, kind: str, draw: np.random.Generator) -> dict[str, Any]:
    rate = kind in ("u", "up")
    denominator = draw.integers(180, 320, MONTHS).astype(float) * (20 if kind == "pp" else 1)
    numerator = draw.binomial(denominator.astype(int), 0.03 if rate else 0.12).astype(float)
    numerator[20:] = np.round(numerator[20:] * 0.7)
    frame["numerator"], frame["denominator"], frame["value"] = numerator, denominator, numerator / denominator * 100
    return {"multiplier": 1000, "unit": "per 1,000 cot days", "target": 20} if rate else {"target": 10}


def _between(frame: pd.DataFrame, kind: str, draw: np.random.Generator) -> dict[str, Any]:
    frame["value"] = np.round(draw.exponential(40 if kind == "t" else 300, MONTHS)) + 1
    apart = frame["value"] if kind == "t" else draw.integers(10, 60, MONTHS)
    frame["date"] = pd.Timestamp("2022-01-01") + pd.to_timedelta(np.cumsum(apart), unit="D")
    return {"unit": "days" if kind == "t" else "births", "direction": "increase"}


def _marked(frame: pd.DataFrame, target: float) -> dict[str, Any]:
    """A suppressed month, a provisional one, one left out, a target from a date on, an event."""
    numbers = [name for name in ("value", "numerator", "denominator") if name in frame]
    frame.loc[8, numbers] = np.nan
    frame.loc[8, "status"] = "suppressed"
    frame.loc[29, "status"] = "provisional"
    return {
        "ghosts": (Ghost(date=datetime.date(2024, 2, 1), reason="Ward closed for a flood"),),
        "targets": (TargetFrom(date=datetime.date(2025, 4, 1), value=target * 0.9),),
        "annotations": (Annotation(date=datetime.date(2024, 9, 1), text="CO monitor in every room"),),
    }
