"""Every chart type once more, one segment at a time in plain Python from the published formulas: nothing of charts.

A segment is a list of `Point`s; each function returns (plotted, centre, lower, near lower, near upper, upper) a point,
with None for what there is not.
"""

import math
import statistics
from dataclasses import dataclass
from itertools import pairwise


@dataclass
class Point:
    """One date: its values, a numerator and a denominator or None, and whether it counts towards limits."""

    values: list
    numerator: float | None = None
    denominator: float | None = None
    window: bool = True
    ghost: bool = False

    @property
    def both(self):
        return self.numerator is not None and self.denominator is not None

    @property
    def mean(self):
        if self.numerator is not None and self.denominator is not None:
            return self.numerator / self.denominator if self.denominator else None
        return statistics.fmean(self.values) if self.values else None


def average(values, screen=None):
    """Mean; with `screen`, of those under that many times the first mean (all, when that mean is 0)."""
    values = [value for value in values if value is not None]
    if not values:
        return None
    mean = math.fsum(values) / len(values)
    if screen and mean:
        values = [value for value in values if value < screen * mean]
        mean = math.fsum(values) / len(values)
    return mean


def moving(points, values):
    """Moving ranges of the counting points: ghosts dropped, the rest a gap."""
    line = [v if p.window else None for p, v in zip(points, values, strict=True) if not p.ghost]
    return [abs(b - a) if a is not None and b is not None else None for a, b in pairwise(line)]


def used(points, values):
    return [v for p, v in zip(points, values, strict=True) if v is not None and p.window and not p.ghost]


def about(centre, sigma, low=-math.inf, high=math.inf, times=1):
    """The five lines of one point, in people's units."""
    if centre is None:
        return [None] * 5
    if sigma is None or not math.isfinite(sigma):
        return [centre * times, None, None, None, None]
    down = [max(low, centre - k * sigma) * times for k in (3, 2)]
    up = [min(high, centre + k * sigma) * times for k in (2, 3)]
    return [centre * times, *down, *up]


def individuals(points, options, factor=1 / 1.128):
    values = [point.mean for point in points]
    if options["multiplier"]:
        values = [
            v if v is None or not p.both else v * options["multiplier"] for p, v in zip(points, values, strict=True)
        ]
    centre = options["centre"] if options["centre"] is not None else average(used(points, values))
    mean = average(moving(points, values), 3.267 if options["screening"] else None)
    return [[v, *about(centre, None if mean is None else mean * factor)] for v in values]


def xmr(points, options):
    return individuals(points, options, 2.66 / 3)


def run(points, options):
    values = [row[0] for row in individuals(points, options)]
    there = used(points, values)
    centre = options["centre"] if options["centre"] is not None else statistics.median(there) if there else None
    return [[value, centre, None, None, None, None] for value in values]


def mr(points, options):
    values = [row[0] for row in individuals(points, options)]
    steps = [None, *(abs(b - a) if None not in (a, b) else None for a, b in pairwise(values))]
    mean = options["centre"] if options["centre"] is not None else average(used(points, steps))
    lines = [None, 0, 0, None, None] if mean is None else [mean, 0, 0, 3.267 / 3 * 2 * mean, 3.267 * mean]
    return [[step, *lines] for step in steps]


def pooled(points, options):
    known = [point for point in points if point.both and point.window and not point.ghost]
    below = math.fsum(point.denominator for point in known)
    if options["centre"] is not None:
        return options["centre"] / options["multiplier"]
    return math.fsum(point.numerator for point in known) / below if below else None


def root(value):
    return math.sqrt(value) if value is not None and value >= 0 else None


def share(points, options, spread, high, prime=False):
    centre, times = pooled(points, options), options["multiplier"]
    each = [point.denominator if point.both and point.denominator > 0 else None for point in points]
    sigmas = [root(spread(centre) / n) if n and centre is not None else None for n in each]
    factor = 1.0
    if prime:
        z = [
            None if s is None or p.mean is None else (p.mean - centre) / s if s else 0.0
            for p, s in zip(points, sigmas, strict=True)
        ]
        mean = average(moving(points, z), 3.267 if options["screening"] else None)
        factor = None if mean is None else mean / 1.128
    found = []
    for point, sigma in zip(points, sigmas, strict=True):
        wide = None if sigma is None or factor is None else sigma * factor
        value = None if point.mean is None else point.mean * times if point.both else point.mean
        found.append([value, *about(centre, wide, 0, high, times)])
    return found


def p(points, options):
    return share(points, options, lambda c: c * (1 - c), 1)


def pp(points, options):
    return share(points, options, lambda c: c * (1 - c), 1, prime=True)


def u(points, options):
    return share(points, options, lambda c: c, math.inf)


def up(points, options):
    return share(points, options, lambda c: c, math.inf, prime=True)


def c(points, options):
    values = [
        point.numerator if point.both and point.denominator else math.fsum(point.values) if point.values else None
        for point in points
    ]
    centre = options["centre"] if options["centre"] is not None else average(used(points, values))
    return [[value, *about(centre, root(centre), 0)] for value in values]


def g(points, options):
    values = [row[0] for row in individuals(points, options)]
    there = used(points, values)
    mean = options["centre"] if options["centre"] is not None else average(there)
    drawn = 0.693 * mean if options["centre"] is not None else statistics.median(there) if there else None
    lines = about(mean, None if mean is None else root(mean * (mean + 1)), 0)
    return [[value, drawn, *lines[1:]] for value in values]


def t(points, options):
    values = [row[0] for row in individuals(points, options)]
    if any(value is not None and value <= 0 for value in values):
        return [[value, *[None] * 5] for value in values]
    roots = [None if value is None else value ** (1 / 3.6) for value in values]
    given = options["centre"]
    centre = average(used(points, roots)) if given is None else given ** (1 / 3.6) if given > 0 else None
    mean = average(moving(points, roots), 3.267 if options["screening"] else None)
    lines = about(centre, None if mean is None else mean / 1.128)
    back = [None if line is None or line < 0 else line**3.6 for line in lines]
    if lines[1] is not None and lines[1] < 0:
        back[1] = 0.0
    return [[value, *back] for value in values]


def c4(n):
    return math.sqrt(2 / (n - 1)) * math.gamma(n / 2) / math.gamma((n - 1) / 2)


def deviation(points):
    """Mean standard deviation of the subgroups, pooled where their sizes differ."""
    counting = [point.values for point in points if len(point.values) > 1 and point.window and not point.ghost]
    if not counting:
        return None
    if len({len(point.values) for point in points if point.values}) == 1:
        return statistics.fmean(statistics.stdev(values) for values in counting)
    free = sum(len(values) - 1 for values in counting)
    return math.sqrt(math.fsum((len(v) - 1) * statistics.variance(v) for v in counting) / free)


def xbar(points, options):
    counting = [point.values for point in points if point.values and point.window and not point.ghost]
    centre = options["centre"]
    if centre is None and counting:
        centre = math.fsum(map(math.fsum, counting)) / sum(map(len, counting))
    spread, found = deviation(points), []
    for point in points:
        n = len(point.values)
        sigma = None if spread is None or n < 2 else spread / (c4(n) * math.sqrt(n))
        found.append([statistics.fmean(point.values) if n else None, *about(centre, sigma)])
    return found


def s(points, options):
    spread = options["centre"] if options["centre"] is not None else deviation(points)
    found = []
    for point in points:
        n = len(point.values)
        value = statistics.stdev(point.values) if n > 1 else None
        sigma = None if spread is None or n < 2 else spread * math.sqrt(1 - c4(n) ** 2) / c4(n)
        found.append([value, *about(spread, sigma, 0)])
    return found


def ip(points, options):
    values = [row[0] for row in individuals(points, options)]
    unweighted = all(point.denominator is None for point in points)
    weights = [
        (len(point.values) or None) if unweighted else point.denominator if point.denominator else None
        for point in points
    ]
    weights = [None if value is None else weight for value, weight in zip(values, weights, strict=True)]
    known = [
        (v, w)
        for v, w, point in zip(values, weights, points, strict=True)
        if w is not None and point.window and not point.ghost
    ]
    centre = options["centre"]
    if centre is None and known:
        centre = math.fsum(v * w for v, w in known) / math.fsum(w for _, w in known)
    steps = [
        math.sqrt(math.pi / 2) * abs(b - a) / math.sqrt(1 / m + 1 / n) if m and n else None
        for a, b, m, n in zip(values, values[1:], weights, weights[1:], strict=False)
    ]
    mean = average(steps, 3.2665 if options["screening"] else None)
    return [
        [v, *about(centre, mean * math.sqrt(1 / w) if mean is not None and w else None)]
        for v, w in zip(values, weights, strict=True)
    ]


CHARTS = {
    "run": run, "xmr": xmr, "i": individuals, "mr": mr, "p": p, "pp": pp, "u": u, "up": up, "c": c, "g": g, "t": t,
    "xbar": xbar, "s": s, "ip": ip,
}  # fmt: skip
