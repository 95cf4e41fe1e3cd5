"""The five lines of a chart, and how they are made from a centre and three standard deviations."""

from dataclasses import dataclass

import numpy as np

from charts.segments import Floats, Segments


@dataclass(frozen=True)
class Limits:
    """Centre line, limits and the inner edges of the close band; one entry a point, NaN where a chart has none."""

    centre: Floats
    lower: Floats
    upper: Floats
    near_lower: Floats
    near_upper: Floats

    def at(self, points: slice | np.ndarray) -> "Limits":
        """The lines at some of the points."""
        lines = (self.centre, self.lower, self.upper, self.near_lower, self.near_upper)
        return Limits(*(line[points] for line in lines))


def level(centre: Floats, three_sigma: Floats, segments: Segments) -> Limits:
    """Level limits either side of the centre, the close band from two thirds of the way; one entry a segment."""
    close = 2 * (three_sigma / 3)
    lines = (centre, centre - three_sigma, centre + three_sigma, centre - close, centre + close)
    return Limits(*(segments.over(line) for line in lines))


def stepped(centre: Floats, sigma: Floats, segments: Segments, most: float = np.inf) -> Limits:
    """Limits of counts and shares, kept within 0 and `most`, in the units people read.

    `centre` has one entry a segment, `sigma` one a point, both as shares.
    """
    middle, by = segments.over(centre), segments.over(segments.choices.multiplier)
    sigma = np.where(np.isfinite(sigma), sigma, np.nan)
    lower, near_lower = (np.maximum(middle - k * sigma, 0.0) * by for k in (3, 2))
    upper, near_upper = (np.minimum(middle + k * sigma, most) * by for k in (3, 2))
    return Limits(middle * by, lower, upper, near_lower, near_upper)
