"""Colours and markers by meaning: the only place that names them."""

from dataclasses import dataclass

INK = "#212B32"
SECONDARY = "#4C6272"
GRIDLINE = "#E8EDEE"
GAP_BAND = "#F0F4F5"
PAPER = "#FFFFFF"
BLACK = "#000000"
DATA_LINE = "#768692"
LIMIT_LINE = "#768692"
TARGET_LINE = "#DE1B1B"
TARGET_TEXT = "#C41414"
SPARK_BAND = "#E8EDEE"
SPARK_LINE = "#5A6872"
FONT = "Arial, 'Liberation Sans', sans-serif"


@dataclass(frozen=True)
class Marker:
    """What a point of one meaning looks like; sizes in pixels, wide and on a phone."""

    name: str
    fill: str
    shape: str
    size: float
    phone_size: float
    factor: float = 1.0  # how much larger in print, where shapes alone carry the meaning
    edge: str = INK

    @property
    def is_open(self) -> bool:
        """Drawn in its edge colour alone."""
        return self.shape.endswith("open")


MARKERS = {
    "common": Marker("Common cause", "#A6A6A6", "circle", 8, 5.5, 1.15),
    "improvement": Marker("Improvement", "#00B0F0", "diamond", 11, 9, 1.15),
    "concern": Marker("Concern", "#E46C0A", "square", 9.5, 8, 1.15),
    "neutral_high": Marker("Special cause, high", "#490092", "triangle-up", 10.5, 9, 1.15),
    "neutral_low": Marker("Special cause, low", "#490092", "triangle-down", 10.5, 9, 1.15),
    "ghosted": Marker("Left out", "none", "circle-x-open", 9, 8, 1.15, DATA_LINE),
    "provisional": Marker("Provisional", PAPER, "circle", 8, 6.5, 1.15),  # in the key: the point keeps its shape
    "inside": Marker("Inside the 95% limits", "#A6A6A6", "circle", 8, 5.5, 1.15),
    "between_high": Marker("Between 95% and 99.8%, high", "#CDBBE2", "triangle-up", 10, 8.5, 1.15),
    "between_low": Marker("Between 95% and 99.8%, low", "#CDBBE2", "triangle-down", 10, 8.5, 1.15),
    "beyond_high": Marker("Outside 99.8%, high", "#490092", "triangle-up", 11.5, 9.5, 1.15),
    "beyond_low": Marker("Outside 99.8%, low", "#490092", "triangle-down", 11.5, 9.5, 1.15),
}  # the last five compare units: a funnel says high or low, never better or worse
FEW_POINTS = 14  # up to here every marker is larger
FEW_POINTS_EXTRA = 2


def marker_key(meaning: str, side: int) -> str:
    """Which marker a point gets: neutral points tell high from low by shape."""
    if meaning != "neutral":
        return meaning
    return "neutral_high" if side > 0 else "neutral_low"


@dataclass(frozen=True)
class Stroke:
    """A line's colour, width wide and on a phone, and dash (pixels on, off)."""

    colour: str
    width: float
    phone_width: float
    dash: tuple[float, ...] = ()


STROKES = {
    "data": Stroke(DATA_LINE, 1.5, 1.1),
    "centre": Stroke(BLACK, 2.25, 2),
    "carried": Stroke(BLACK, 2.25, 2, (2.5, 3)),
    "limit": Stroke(LIMIT_LINE, 1.75, 1.5, (5, 4)),
    "stepped_limit": Stroke(LIMIT_LINE, 1.5, 1.5, (4, 3)),
    "near_limit": Stroke(LIMIT_LINE, 1.25, 1.25, (1.5, 3)),
    "target": Stroke(TARGET_LINE, 2, 1.75, (12, 5)),
    "rebase": Stroke(SECONDARY, 1.25, 1.25),
    "event": Stroke(SECONDARY, 1, 1, (2, 2)),
    "leader": Stroke(SECONDARY, 1, 1),
}
