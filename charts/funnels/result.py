"""What a comparison of units found."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from charts.funnels.dispersion import Dispersion, Floats
from charts.funnels.units import LeftOut
from charts.spec import ChartSpec

MULTIPLIERS = {"95": 1.96, "998": 3.09}  # standard errors to each side, as Spiegelhalter (2005) rounds them
LIMITS = ("lower_998", "lower_95", "upper_95", "upper_998")


@dataclass(frozen=True)
class FunnelResult:
    """Units compared at one time; every value in the units people read (13.6 for 13.6%).

    points: a row a unit, by unit: unit, name, numerator, denominator, value, z (before winsorising, without tau2),
    lower_998, lower_95, upper_95, upper_998, flag ("inside", "between" the 95% and 99.8% limits, "beyond"),
    side (1 above the centre, -1 below, 0 on it).
    adjusted: limits are widened by dispersion.tau2.
    """

    kind: str
    spec: ChartSpec
    centre: float
    points: pd.DataFrame
    dispersion: Dispersion
    adjusted: bool
    left_out: tuple[LeftOut, ...]

    @property
    def n(self) -> int:
        """Units compared."""
        return len(self.points)

    @property
    def tau(self) -> float:
        """The standard deviation between units that the limits allow for; 0 where they are not adjusted."""
        return float(np.sqrt(self.dispersion.tau2)) if self.adjusted else 0.0

    def limits(self, denominator: Floats) -> pd.DataFrame:
        """The limits of units of those sizes, shape (sizes,), above 0: denominator and the four columns of LIMITS."""
        sizes = np.asarray(denominator, dtype=float)
        spread = np.hypot(standard_error(self.kind, self.centre, sizes, self.spec.multiplier), self.tau)
        top = self.spec.multiplier if self.kind == "p" else np.inf
        limits: dict[str, Floats] = {"denominator": sizes}
        for column in LIMITS:
            side, level = column.split("_")
            away = MULTIPLIERS[level] * spread * (1 if side == "upper" else -1)
            limits[column] = np.clip(self.centre + away, 0, top)
        return pd.DataFrame(limits)

    def curves(self, low: float, high: float, steps: int = 160) -> pd.DataFrame:
        """`limits` from size `low` to `high`, closer together where they bend more."""
        return self.limits(np.geomspace(low, high, steps))

    def place(self, unit: str) -> int | None:
        """The row of a unit, None where it is not compared."""
        found = np.flatnonzero(self.points["unit"].to_numpy() == unit)
        return int(found[0]) if found.size else None


def standard_error(kind: str, centre: float, denominator: Floats, multiplier: float) -> Floats:
    """Chance alone, in the units people read: p sqrt(c (1 - c) / n), u sqrt(c / n), times the multiplier."""
    share = centre / multiplier
    variance = share * (1 - share) if kind == "p" else share
    return np.sqrt(variance / denominator) * multiplier
