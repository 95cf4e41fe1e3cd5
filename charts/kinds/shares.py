"""Charts of counts and of shares: p, p', u, u' and c."""

import numpy as np

from charts.kinds.lines import Limits, level, stepped
from charts.segments import Bools, Floats, Segments

D2 = 1.128  # mean moving range of two, in standard deviations


def share(segments: Segments) -> Limits:
    """p: sum of numerators over sum of denominators, binomial limits within 0 and 1 (Montgomery 7.8)."""
    centre, n, _ = _shares(segments)
    return stepped(centre, _binomial(segments.over(centre), n), segments, most=1.0)


def share_prime(segments: Segments) -> Limits:
    """p': the p chart's spread times the spread of its own points (Laney, 2002)."""
    centre, n, known = _shares(segments)
    sigma = _binomial(segments.over(centre), n)
    return stepped(centre, sigma * segments.over(laney(segments, centre, sigma, known)), segments, most=1.0)


def rate(segments: Segments) -> Limits:
    """u: sum of counts over sum of exposures, Poisson limits of at least 0 (Montgomery 7.19)."""
    centre, n, _ = _shares(segments)
    return stepped(centre, np.sqrt(segments.over(centre) / n), segments)


def rate_prime(segments: Segments) -> Limits:
    """u': the u chart's spread times the spread of its own points (Laney, 2002)."""
    centre, n, known = _shares(segments)
    sigma = np.sqrt(segments.over(centre) / n)
    return stepped(centre, sigma * segments.over(laney(segments, centre, sigma, known)), segments)


def counts_of(segments: Segments) -> Floats:
    """What a c chart plots: the numerators where there are any, else the values, summed by date."""
    plain = segments.value if segments.groups is None else segments.groups.total
    if segments.numerator is None or segments.denominator is None:
        return plain
    both = ~np.isnan(segments.numerator) & ~np.isnan(segments.denominator)
    counts = np.where(both, segments.numerator, plain)
    return np.where(np.isnan(segments.value), np.nan, counts)


def count(segments: Segments) -> Limits:
    """c: mean and Poisson limits of at least 0 (Montgomery 7.17)."""
    centre = segments.given(segments.mean(segments.value, segments.used))
    found = level(centre, 3 * np.sqrt(centre), segments)
    lower, near = np.maximum(found.lower, 0.0), np.maximum(found.near_lower, 0.0)
    return Limits(found.centre, lower, found.upper, near, found.near_upper)


def laney(segments: Segments, centre: Floats, sigma: Floats, known: Bools) -> Floats:
    """How many times the expected spread the points show, a segment: from moving ranges of z where points are in order.

    Where nothing can vary (a centre of 0 or 1) the limits are the centre.
    """
    shares = _numerator(segments) / _denominator(segments)
    z = np.where(sigma == 0, 0.0, (shares - segments.over(centre)) / sigma)
    z = np.where(known & np.isfinite(z), z, np.nan)
    spread = segments.mean_range(segments.moving(z)) / D2
    if segments.choices.in_order.all():
        return spread
    there = ~np.isnan(z)
    off = z - segments.over(segments.mean(z, there))
    deviation = np.sqrt(segments.sum_of(off * off, there) / (segments.count(there) - 1))
    return np.where(segments.choices.in_order, spread, deviation)


def _shares(segments: Segments) -> tuple[Floats, Floats, Bools]:
    """Centre a segment as a share, denominators above 0, and the points that count."""
    numerator, denominator = _numerator(segments), _denominator(segments)
    known = segments.within(~np.isnan(numerator) & ~np.isnan(denominator))
    below = segments.sum_of(denominator, known)
    centre = segments.sum_of(numerator, known) / np.where(below > 0, below, np.nan)
    given = segments.choices.centre / segments.choices.multiplier
    return np.where(np.isnan(given), centre, given), np.where(denominator > 0, denominator, np.nan), known


def _binomial(centre: Floats, n: Floats) -> Floats:
    return np.sqrt(centre * (1 - centre) / n)


def _numerator(segments: Segments) -> Floats:
    return np.full(segments.value.size, np.nan) if segments.numerator is None else segments.numerator


def _denominator(segments: Segments) -> Floats:
    return np.full(segments.value.size, np.nan) if segments.denominator is None else segments.denominator
