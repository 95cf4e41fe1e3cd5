"""What a chart was asked to be: its type, direction, target, rebases and rules. Kept as JSON on a measure."""

import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from charts.limits import LIMITS

AUTO = "auto"


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"

    @property
    def sign(self) -> int:
        """1 when higher is better, -1 when lower is, 0 when neither."""
        return {"increase": 1, "decrease": -1, "neutral": 0}[self.value]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Rebase(_Frozen):
    """Limits and rules start again at the first point on or after this date."""

    date: datetime.date
    reason: str = Field(min_length=1, max_length=200)


class Annotation(_Frozen):
    """Something that happened, marked on the chart with a flag; changes no number."""

    date: datetime.date
    text: str = Field(min_length=1, max_length=200)


class ChartSpec(_Frozen):
    """Everything that decides a chart apart from its observations; JSON both ways."""

    chart_type: str = Field(default=AUTO, description="auto, or a key of charts.limits.LIMITS")
    direction: Direction = Direction.NEUTRAL
    target: float | None = None
    rebases: tuple[Rebase, ...] = ()
    fix_first: int | None = Field(default=None, ge=12, description="limits from the first points of each segment")
    run_length: Literal[6, 7, 8] = 7
    screening: bool = Field(default=False, description="leave out moving ranges of 3.267 x their mean and more")
    annotations: tuple[Annotation, ...] = ()
    multiplier: float = Field(default=100, gt=0)
    unit: str = Field(default="%", max_length=40)
    decimals: int | None = Field(default=None, ge=0, le=6)

    @field_validator("chart_type")
    @classmethod
    def known_chart_type(cls, value: str) -> str:
        if value != AUTO and value not in LIMITS:
            raise ValueError(f"There is no chart type {value!r}: choose {AUTO} or one of {', '.join(LIMITS)}")
        return value
