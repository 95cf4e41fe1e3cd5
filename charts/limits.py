"""LIMITS: every chart type we know, with its centre line, its limits and the words that offer it."""

from collections.abc import Callable
from dataclasses import dataclass

from charts.kinds import moving_ranges, rare_events, shares, subgroups
from charts.kinds.lines import Limits
from charts.segments import Floats, Segments

__all__ = ["LIMITS", "NEEDED", "ChartType", "Limits"]

NEEDED = 13  # points below which limits are on trial
EVERY_RULE = ("outside", "trend", "two_in_three", "shift")


@dataclass(frozen=True)
class ChartType:
    """A chart people can choose.

    name, plain_name, when: what it is called, in the list of types, and when to use it. compute: its lines.
    plotted: what it plots where that is not the value. rules: keys of charts.rules.RULES that hold on it.
    judges_target: whether a target for the value says something about what is plotted. offered: false for a
    chart that exists to agree with another tool, or that needs several values a date.
    """

    name: str
    centre_name: str
    plain_name: str
    when: str
    compute: Callable[[Segments], Limits]
    plotted: Callable[[Segments], Floats] | None = None
    has_limits: bool = True
    needs_denominator: bool = False
    uses_moving_ranges: bool = False
    needs_subgroups: bool = False
    judges_target: bool = True
    rules: tuple[str, ...] = EVERY_RULE
    offered: bool = True


LIMITS: dict[str, ChartType] = {
    "xmr": ChartType(
        name="XmR chart",
        centre_name="Mean",
        plain_name="XmR chart: one value a month with limits",
        when="The usual choice: one value a month, of any kind, and at least 13 months.",
        compute=moving_ranges.xmr,
        uses_moving_ranges=True,
    ),
    "run": ChartType(
        name="Run chart",
        centre_name="Median",
        plain_name="Run chart: the values and their median",
        when="While there are fewer than 13 points, or when limits would say more than the data can bear.",
        compute=moving_ranges.run,
        has_limits=False,
        rules=(),
    ),
    "p": ChartType(
        name="p chart",
        centre_name="Mean",
        plain_name="p chart: a percentage of those counted each month",
        when="A percentage whose numerator and denominator you have, such as women asked out of women booked, "
        "when the number counted differs from month to month.",
        compute=shares.share,
        needs_denominator=True,
    ),
    "pp": ChartType(
        name="p\u2032 chart",
        centre_name="Mean",
        plain_name="p\u2032 chart: a percentage of very many each month",
        when="A percentage of so many, often thousands a month, that the limits of a p chart sit too close to the mean "
        "and almost every month looks unusual.",
        compute=shares.share_prime,
        needs_denominator=True,
        uses_moving_ranges=True,
    ),
    "u": ChartType(
        name="u chart",
        centre_name="Mean",
        plain_name="u chart: events for the amount of care given",
        when="Events that can happen more than once, counted against the care given, such as infections "
        "per 1,000 cot days.",
        compute=shares.rate,
        needs_denominator=True,
    ),
    "up": ChartType(
        name="u\u2032 chart",
        centre_name="Mean",
        plain_name="u\u2032 chart: events for a very large amount of care",
        when="As the u chart, where the care given is so much that its limits sit too close to the mean.",
        compute=shares.rate_prime,
        needs_denominator=True,
        uses_moving_ranges=True,
    ),
    "c": ChartType(
        name="c chart",
        centre_name="Mean",
        plain_name="c chart: how many events each month",
        when="A count of events each month, when about the same number of women or babies are cared for every month.",
        compute=shares.count,
        plotted=shares.counts_of,
    ),
    "g": ChartType(
        name="g chart",
        centre_name="Median",
        plain_name="g chart: births between rare events",
        when="A rare event, such as a stillbirth at term: each point is how many births there were since the last one.",
        compute=rare_events.cases_between,
    ),
    "t": ChartType(
        name="t chart",
        centre_name="Centre",
        plain_name="t chart: days between rare events",
        when="A rare event: each point is how many days, or hours, have passed since the one before.",
        compute=rare_events.time_between,
        uses_moving_ranges=True,
    ),
    "mr": ChartType(
        name="MR chart",
        centre_name="Mean moving range",
        plain_name="MR chart: how much each month differs from the one before",
        when="Beside an XmR chart, to see whether the change from one month to the next is itself unusual.",
        compute=moving_ranges.moving_range,
        plotted=moving_ranges.ranges_of,
        uses_moving_ranges=True,
        judges_target=False,
        rules=("outside",),
    ),
    "ip": ChartType(
        name="I\u2032 chart",
        centre_name="Mean",
        plain_name="I\u2032 chart: averages of few and of many",
        when="An average or a percentage where months with few women or babies should have wider limits, "
        "whatever kind of value it is.",
        compute=moving_ranges.weighted,
        needs_denominator=True,
        uses_moving_ranges=True,
    ),
    "xbar": ChartType(
        name="X\u0305 chart",
        centre_name="Mean",
        plain_name="X\u0305 chart: the average of several measurements",
        when="Several measurements each month, such as five audited temperatures: how their average moves.",
        compute=subgroups.means,
        plotted=subgroups.means_of,
        needs_subgroups=True,
        offered=False,
    ),
    "s": ChartType(
        name="S chart",
        centre_name="Mean standard deviation",
        plain_name="S chart: how much several measurements differ",
        when="Beside an X\u0305 chart: how much the measurements of one month differ from each other.",
        compute=subgroups.deviations,
        plotted=subgroups.deviations_of,
        needs_subgroups=True,
        judges_target=False,
        offered=False,
    ),
    "i": ChartType(
        name="I chart",
        centre_name="Mean",
        plain_name="I chart: XmR with the constant not rounded",
        when="To agree with tools that use 3 / 1.128 in place of 2.66.",
        compute=moving_ranges.individuals,
        uses_moving_ranges=True,
        offered=False,
    ),
}
