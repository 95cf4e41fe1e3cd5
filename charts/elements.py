"""The parts of a drawing, placed by date and value or by pixels from the plot's edges, so that it can be stretched."""

from dataclasses import dataclass

from charts.text_width import text_width


@dataclass(frozen=True)
class X:
    """Across: days since 1970 or a number on the axis, or a fraction of the plot's width; then pixels to the right."""

    at: float
    dated: bool = False
    px: float = 0
    numbered: bool = False

    @property
    def on_axis(self) -> bool:
        return self.dated or self.numbered


@dataclass(frozen=True)
class Y:
    """Up: a value on the axis, or a fraction of the plot's height from its foot; then pixels down."""

    at: float
    valued: bool = False
    px: float = 0


@dataclass(frozen=True)
class Place:
    """A point of the drawing."""

    x: X
    y: Y


def on_axes(day: float, value: float) -> Place:
    """A date and a value."""
    return Place(X(day, dated=True), Y(value, valued=True))


def on_numbers(number: float, value: float) -> Place:
    """A number across and a value up."""
    return Place(X(number, numbered=True), Y(value, valued=True))


@dataclass(frozen=True)
class Line:
    """A line through places; `stroke` is a key of palette.STROKES. `role` says what it stands for."""

    role: str
    places: tuple[Place, ...]
    stroke: str


@dataclass(frozen=True)
class Points:
    """All points that share a marker (a key of palette.MARKERS); `hover` has the lines said of each."""

    marker: str
    size: float
    places: tuple[Place, ...]
    hover: tuple[tuple[str, ...], ...]
    hollow: bool = False


@dataclass(frozen=True)
class Glyph:
    """A small sign of fixed size: a flag, a marker in the key, a number's circle, the cross of a gap."""

    role: str
    shape: str
    place: Place
    size: float
    fill: str
    edge: str
    edge_width: float = 1.25


@dataclass(frozen=True)
class Box:
    """A filled rectangle from one corner to the other."""

    role: str
    first: Place
    second: Place
    fill: str
    edge: str = ""


@dataclass(frozen=True)
class Words:
    """One line of text, centred on its place's height. `bold` is said before `text`."""

    role: str
    place: Place
    text: str
    size: float
    colour: str
    bold: str = ""
    anchor: str = "start"
    ground: str = ""

    @property
    def all_text(self) -> str:
        return self.bold + self.text

    @property
    def width(self) -> float:
        """Pixels."""
        return text_width(self.bold, self.size, bold=True) + text_width(self.text, self.size)


@dataclass(frozen=True)
class Tick:
    """A labelled place on an axis; `second` stands under the label."""

    at: float
    label: str
    second: str = ""


@dataclass(frozen=True)
class Axis:
    """From `low` to `high`, with labelled ticks and, between them, bare ones; a date axis counts days since 1970."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    minor: tuple[float, ...] = ()
    dated: bool = True


Element = Line | Points | Glyph | Box | Words


@dataclass(frozen=True)
class Drawing:
    """A whole chart. Elements lie from back to front; margins and sizes in pixels."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    x: Axis
    y: Axis
    tick_size: float
    elements: tuple[Element, ...]
    title: tuple[str, ...]
    text_alternative: str
    gap_hover: tuple[tuple[float, tuple[str, ...]], ...] = ()

    def day_pixels(self, day: float) -> float:
        """Across, for a day or number on the axis."""
        wide = self.width - self.left - self.right
        return self.left + (day - self.x.low) / (self.x.high - self.x.low) * wide

    def value_pixels(self, value: float) -> float:
        """Down, for a value on the axis."""
        high = self.height - self.top - self.bottom
        return self.top + (self.y.high - value) / (self.y.high - self.y.low) * high

    def pixels(self, place: Place) -> tuple[float, float]:
        """Where a place lies at the drawing's own width."""
        x, y = place.x, place.y
        wide, high = self.width - self.left - self.right, self.height - self.top - self.bottom
        across = self.day_pixels(x.at) if x.on_axis else self.left + x.at * wide
        down = self.value_pixels(y.at) if y.valued else self.top + (1 - y.at) * high
        return across + x.px, down + y.px
