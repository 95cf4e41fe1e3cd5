"""What a chart was asked to be: its type, direction, target, rebases and rules. Kept as JSON on a measure."""

import datetime
from collections.abc import Iterable
from enum import StrEnum
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from charts.limits import LIMITS

AUTO = "auto"
SIGNS = {"increase": 1, "decrease": -1, "neutral": 0}


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"

    @property
    def sign(self) -> int:
        """1 when higher is better, -1 when lower is, 0 when neither."""
        return SIGNS[self.value]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Dated(_Frozen):
    date: datetime.date


class Rebase(_Dated):
    """Limits and rules start again at the first point on or after this date."""

    reason: str = Field(min_length=1, max_length=200)


class Annotation(_Dated):
    """Something that happened, marked on the chart with a flag; changes no number."""

    text: str = Field(min_length=1, max_length=200)


class Ghost(_Dated):
    """The point of this day is shown, but counts towards no limit, rule or icon."""

    reason: str = Field(min_length=1, max_length=200)


class TargetFrom(_Dated):
    """Another target from this date on; None where there is none from then on."""

    value: float | None = None


Dated = TypeVar("Dated", bound=_Dated)


def _together(reasons: Iterable[str]) -> str:
    """The reasons that several people gave for one date."""
    return "; ".join(reason.strip() for reason in reasons).replace(".;", ";")


class ChartSpec(_Frozen):
    """Everything that decides a chart apart from its observations; JSON both ways.

    Numbers are in the units people read, as the chart shows them: 90 for 90%.
    """

    chart_type: str = Field(default=AUTO, description="auto, or a key of charts.limits.LIMITS")
    direction: Direction = Direction.NEUTRAL
    target: float | None = Field(default=None, description="the target throughout, or until the first of targets")
    targets: tuple[TargetFrom, ...] = Field(default=(), description="other targets, each from a date on")
    rebases: tuple[Rebase, ...] = ()
    fix_first: int | None = Field(default=None, ge=12, description="limits from the first points of each segment")
    run_length: Literal[6, 7, 8] = 7
    screening: bool = Field(default=False, description="leave out moving ranges of 3.267 x their mean and more")
    ghosts: tuple[Ghost, ...] = Field(default=(), description="points shown but left out, each with a reason")
    annotations: tuple[Annotation, ...] = ()
    multiplier: float = Field(default=100, gt=0, description="a numerator over its denominator times this is the value")
    unit: str = Field(default="%", max_length=40)
    decimals: int | None = Field(default=None, ge=0, le=6)
    centre: float | None = Field(default=None, description="a given centre line, in place of the data's own")
    lower_at_zero: bool = Field(default=False, description="keep lower limits at 0 where no value is below it")
    summary: Literal["mean", "median", "sum", "sd"] = Field(default="mean", description="one point of a date's values")
    in_order: bool = Field(default=True, description="false for wards or units: no runs, no trends, no moving ranges")

    def rebased_because(self, until: datetime.date) -> str:
        """Why limits start again: the reasons of the last date until then; empty where none had started yet."""
        last = max((one.date for one in self.rebases if one.date <= until), default=None)
        return _together(one.reason for one in self.rebases if one.date == last)

    def ghosted_because(self) -> dict[datetime.date, str]:
        """Why each date's point is left out."""
        dates = {one.date for one in self.ghosts}
        return {date: _together(one.reason for one in self.ghosts if one.date == date) for date in dates}

    @field_validator("chart_type")
    @classmethod
    def known_chart_type(cls, value: str) -> str:
        if value != AUTO and value not in LIMITS:
            raise ValueError(f"There is no chart type {value!r}: choose {AUTO} or one of {', '.join(LIMITS)}")
        return value

    @field_validator("rebases", "annotations", "ghosts", "targets")
    @classmethod
    def by_date(cls, value: tuple[Dated, ...]) -> tuple[Dated, ...]:
        return tuple(sorted(value, key=lambda one: one.date))

    @field_validator("targets")
    @classmethod
    def one_a_date(cls, value: tuple[TargetFrom, ...]) -> tuple[TargetFrom, ...]:
        if len({one.date for one in value}) < len(value):
            raise ValueError("Two targets start on the same date: keep one of them")
        return value
