"""The shapes of the library's entries: primary drivers with aims, secondary drivers and suggested measures."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from plan_store.plan_rows import LINE, Better, Frequency, MeasureType, Unit

STARTER_WORDS = "starter suggestion, review locally"

Words = Annotated[str, Field(min_length=1)]
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Line = Annotated[str, Field(max_length=LINE)]

SHARES = {Unit.PERCENT: 100.0, Unit.PER_1000: 1000.0}


class DriverKind(StrEnum):
    CLINICAL = "clinical"
    ENABLING = "enabling"


class Entry(BaseModel):
    """What every entry is: read-only, and nothing in it that this file does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Entry):
    """A published document; or, where there is none, the starter words as title and nothing else."""

    title: Words
    publisher: str = ""
    year: int | None = None
    url: str = Field(default="", pattern=r"^(https://\S+)?$")

    @property
    def is_starter(self) -> bool:
        return self.title == STARTER_WORDS

    @property
    def words(self) -> str:
        """As people read it: 'Title (publisher, 2023)', or the starter words."""
        return self.title if self.is_starter else f"{self.title} ({self.publisher}, {self.year})"

    @model_validator(mode="after")
    def _full_or_starter(self) -> Self:
        if self.is_starter == bool(self.publisher and self.year):
            raise ValueError(f"{self.title}: a source needs publisher and year, or is the starter words alone")
        return self


class Aim(Entry):
    """An overarching programme aim to start from; ___ is for the team to fill in."""

    text: Words
    source: Source


class SecondaryDriver(Entry):
    key: Key
    title: Words
    short: Words
    sentence: Words
    change_ideas: tuple[Words, ...] = Field(min_length=2, max_length=5)
    source: Source


class SuggestedMeasure(Entry):
    """A measure to start from. `secondary` names the secondary driver it follows; "" where it follows the whole."""

    name: Words
    type: MeasureType
    definition: Words
    numerator: Line
    denominator: Line
    unit: Unit
    direction: Better
    secondary: str = ""
    data_source: Line
    frequency: Frequency
    source: Source

    @property
    def multiplier(self) -> float:
        """What numerator / denominator is multiplied by to reach the unit."""
        return SHARES.get(self.unit, 1.0)

    def values(self, secondary_driver: str = "") -> dict[str, Any]:
        """The cells of a plan's Measure row; secondary_driver as the plan writes it."""
        held = self.model_dump(include={"name", "type", "definition", "numerator", "denominator", "unit", "frequency"})
        return {**held, "better": self.direction, "source": self.data_source, "secondary_driver": secondary_driver}

    @model_validator(mode="after")
    def _share_has_a_denominator(self) -> Self:
        if self.unit in SHARES and not self.denominator:
            raise ValueError(f"{self.name}: {self.unit} needs a denominator")
        return self


class PrimaryDriver(Entry):
    """A primary driver; `short` is for chips, `why` says in two sentences why it matters."""

    key: Key
    title: Words
    short: Words
    kind: DriverKind
    why: Words
    source: Source
    aims: tuple[Aim, ...] = Field(min_length=1, max_length=2)
    secondary: tuple[SecondaryDriver, ...] = Field(min_length=4, max_length=7)
    measures: tuple[SuggestedMeasure, ...] = Field(min_length=4, max_length=8)

    @property
    def phrase(self) -> str:
        """The title inside a sentence: 'Primary driver: increasing the proportion ...'."""
        return self.title[0].lower() + self.title[1:]

    def secondary_named(self, key: str) -> SecondaryDriver | None:
        """The secondary driver with this key, or None: a team may have added its own."""
        return next((driver for driver in self.secondary if driver.key == key), None)

    @model_validator(mode="after")
    def _keys_agree(self) -> Self:
        keys = [driver.key for driver in self.secondary]
        names = [measure.name for measure in self.measures]
        if len(set(keys)) < len(keys) or len(set(names)) < len(names):
            raise ValueError(f"{self.key}: a secondary driver or a measure appears twice")
        lost = {measure.secondary for measure in self.measures} - {*keys, ""}
        if lost:
            raise ValueError(f"{self.key}: measures name secondary drivers that are not there: {sorted(lost)}")
        return self


class Trust(Entry):
    """An organisation as the library knows it, with its name in readable case; the store's table is Organisation."""

    ods_code: Annotated[str, Field(pattern=r"^[A-Z0-9]{3}$")]
    name: Words
    region: Words
    comparator_group: Words
    closed: date | None = None
    successor: str = ""
    note: str = ""
