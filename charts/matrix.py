"""The matrix of variation by assurance: how many measures are where, counted and said in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from charts.counting import are, capital, in_words
from charts.result import SpcResult

NONE = "none"  # no verdict: no target, no direction, or too few points


@dataclass(frozen=True)
class Heading:
    """A column or row: its title and the kinds of icon that stand for it."""

    title: str
    icons: tuple[str, ...]


VARIATIONS = {
    "improvement": Heading("Improvement", ("improvement_high", "improvement_low")),
    "common_cause": Heading("Common cause", ("common_cause",)),
    "concern": Heading("Concern", ("concern_high", "concern_low")),
    "neutral": Heading("Neutral", ("neutral_high", "neutral_low")),
    NONE: Heading("None yet", (NONE,)),
}
ASSURANCES = {
    "pass": Heading("Pass", ("pass",)),
    "hit_or_miss": Heading("Hit or miss", ("hit_or_miss",)),
    "fail": Heading("Fail", ("fail",)),
    NONE: Heading("None yet", (NONE,)),
}


@dataclass(frozen=True)
class Matrix:
    """Counts by (variation, assurance), keys of VARIATIONS and ASSURANCES; `noun` is what is counted, singular."""

    counts: Mapping[tuple[str, str], int]
    noun: str = "measure"

    def at(self, variation: str, assurance: str) -> int:
        return self.counts.get((variation, assurance), 0)

    def column(self, variation: str) -> int:
        """All of one kind of variation."""
        return sum(self.at(variation, assurance) for assurance in ASSURANCES)

    def row(self, assurance: str) -> int:
        """All with one verdict."""
        return sum(self.at(variation, assurance) for variation in VARIATIONS)

    @property
    def all(self) -> int:
        return sum(self.column(variation) for variation in VARIATIONS)

    @property
    def variations(self) -> list[str]:
        """The columns: those without a verdict on variation only where there are any."""
        return [key for key in VARIATIONS if key != NONE or self.column(key)]

    def tint(self, count: int) -> float:
        """How dark a cell is, 0.05 to 0.25 by count, 0 for none."""
        most = max((self.at(*key) for key in self.counts), default=0)
        return round(0.05 + 0.2 * (count - 1) / max(most - 1, 1), 3) if count else 0.0

    @property
    def counted(self) -> str:
        """55 measures."""
        return f"{self.all:,} {self.noun}{'' if self.all == 1 else 's'}"

    @property
    def finding(self) -> str:
        """'Three of 55 measures are improving and sure to pass; five are worsening and sure to fail'."""
        if not self.all:
            return f"There are no {self.noun}s to show yet"
        better, worse = self.at("improvement", "pass"), self.at("concern", "fail")
        first = f"{capital(_none(better))} of {in_words(self.all)} {self.noun}{'' if self.all == 1 else 's'}"
        return (
            f"{first} {are(better or 1)} improving and sure to pass; "
            f"{_none(worse)} {are(worse or 1)} worsening and sure to fail"
        )

    @property
    def text_alternative(self) -> str:
        """The finding and every count that is not zero, row by row."""
        said = []
        for assurance, row in ASSURANCES.items():
            parts = [(VARIATIONS[key].title.lower(), self.at(key, assurance)) for key in self.variations]
            told = ", ".join(f"{name} {n}" for name, n in parts if n)
            said.append(f"Assurance {row.title.lower()}: {told}." if told else "")
        return " ".join([f"{self.finding}.", *(part for part in said if part)])


def _none(n: int) -> str:
    return in_words(n) if n else "none"


def tally(results: Iterable[SpcResult], noun: str = "measure") -> Matrix:
    """Results counted by the kind of their variation and their assurance; without a verdict as 'none'."""
    kinds = Counter(
        ((result.variation or NONE).removesuffix("_high").removesuffix("_low"), result.assurance or NONE)
        for result in results
    )
    return Matrix(dict(kinds), noun)
