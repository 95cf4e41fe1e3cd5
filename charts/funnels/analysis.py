"""From units to a funnel: centre, limits, over-dispersion and a flag a unit."""

import numpy as np
import pandas as pd

from charts.funnels.dispersion import Dispersion, Floats, dispersion
from charts.funnels.result import LIMITS, FunnelResult, standard_error
from charts.funnels.units import FunnelError, read_units
from charts.spec import ChartSpec

KINDS = {"p": "proportions", "u": "rates"}


def funnel(
    units: pd.DataFrame,
    kind: str = "p",
    multiplier: float = 100,
    target: float | None = None,
    *,
    unit: str | None = None,
    decimals: int | None = None,
    adjust: bool = True,
) -> FunnelResult:
    """Compare units at one time, each with limits for its own size.

    units: columns unit (unique), numerator, denominator and, if wanted, name; one row a unit, order without meaning.
    Units without data or with a denominator of zero are left out and named in the result.
    kind: "p" for a proportion of cases, "u" for a rate of events over exposure. multiplier: what a share is told in
    (100 for per cent, 1000 for a rate per 1,000). target: a centre in the same units as the values; otherwise the
    centre is sum(numerator) / sum(denominator). unit: the words after a value ("%", "per 1,000 births").
    adjust: widen the limits when units are over-dispersed; False shows chance alone.

    Limits are centre +/- 1.96 (95%) and 3.09 (99.8%) x sqrt(standard error^2 + tau2), the normal approximation, kept
    within what is possible; tau2 is 0 unless q exceeds units - 1. Flags compare strictly with the limits.
    Source: D. J. Spiegelhalter (2005), 'Funnel plots for comparing institutional performance', Statistics in Medicine
    24, 1185-1202. Raises FunnelError with a sentence for every fault.
    """
    _check(kind, multiplier, target)
    rows, left_out = read_units(units, kind)
    numerator, denominator = rows["numerator"].to_numpy(), rows["denominator"].to_numpy()
    value = numerator / denominator * multiplier
    overall = float(numerator.sum() / denominator.sum() * multiplier)
    centre = overall if target is None else float(target)
    z, spread = _scores(kind, value, centre, denominator, multiplier)
    result = FunnelResult(
        kind=kind,
        spec=_spec(kind, multiplier, target, unit, decimals),
        centre=centre,
        points=rows.assign(value=value, z=z),
        dispersion=spread,
        adjusted=adjust and spread.over,
        left_out=left_out,
    )
    _flag(result.points, result.limits(denominator), centre)
    return result


def _check(kind: str, multiplier: float, target: float | None) -> None:
    if kind not in KINDS:
        known = " or ".join(f"'{key}' for {name}" for key, name in KINDS.items())
        raise FunnelError([f"A funnel is of kind {known}, not '{kind}'."])
    if not (np.isfinite(multiplier) and multiplier > 0):
        raise FunnelError(["The multiplier must be a number above zero."])
    top = multiplier if kind == "p" else np.inf
    if target is not None and not 0 < target < top:
        below = f" and below {multiplier:g}" if kind == "p" else ""
        raise FunnelError([f"A target of {target:g} leaves no room for limits: it must be above 0{below}."])


def _spec(kind: str, multiplier: float, target: float | None, unit: str | None, decimals: int | None) -> ChartSpec:
    """How values are written, as on every other chart."""
    said = unit if unit is not None else "%" if multiplier == 100 and kind == "p" else f"per {multiplier:,g}"
    return ChartSpec(multiplier=multiplier, target=target, unit=said, decimals=decimals)


def _scores(
    kind: str, value: Floats, centre: float, denominator: Floats, multiplier: float
) -> tuple[Floats, Dispersion]:
    """z-scores about the centre and their dispersion; all 0 where chance has no room because all are 0% or 100%."""
    error = standard_error(kind, centre, denominator, multiplier)
    if not error.all():
        return np.zeros(value.size), Dispersion(0.0, 0.0, value.size - 1, 0.0)
    z = (value - centre) / error
    return z, dispersion(z, error)


def _flag(points: pd.DataFrame, limits: pd.DataFrame, centre: float) -> None:
    value = points["value"]
    for column in LIMITS:
        points[column] = limits[column]
    beyond = (value < limits["lower_998"]) | (value > limits["upper_998"])
    between = (value < limits["lower_95"]) | (value > limits["upper_95"])
    points["flag"] = np.select([beyond, between], ["beyond", "between"], "inside")
    points["side"] = np.sign(value - centre).astype(int)
