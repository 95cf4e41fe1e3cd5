"""Three layouts by width: phone, print and half page, full page. Sizes in pixels."""

from dataclasses import dataclass

from charts.palette import FEW_POINTS, FEW_POINTS_EXTRA, MARKERS, STROKES


@dataclass(frozen=True)
class Layout:
    """What depends on the room there is. A layout may be stretched, never squeezed."""

    designed_for: int
    title: float
    subtitle: float
    label: float
    tick: float
    flag: float
    key: float
    footnote: float
    left: float
    label_gap: float
    label_pad: float
    plot_height: float
    most_ticks: int
    lane: float
    flag_lines: int
    phone: bool = False
    printed: bool = False

    def marker_size(self, key: str, points: int) -> float:
        """Larger where there are few points, and in print for those that must tell by shape."""
        marker = MARKERS[key]
        size = marker.phone_size if self.phone else marker.size
        size *= marker.factor if self.printed else 1
        return size + (FEW_POINTS_EXTRA if points <= FEW_POINTS else 0)

    def stroke_width(self, key: str) -> float:
        """A line's width here."""
        return STROKES[key].phone_width if self.phone else STROKES[key].width


PHONE = Layout(
    designed_for=320,
    title=16,
    subtitle=13,
    label=12,
    tick=12,
    flag=12,
    key=12,
    footnote=12,
    left=40,
    label_gap=8,
    label_pad=6,
    plot_height=230,
    most_ticks=6,
    lane=22,
    flag_lines=0,
    phone=True,
)
HALF = Layout(
    designed_for=640,
    title=17,
    subtitle=13,
    label=13,
    tick=12,
    flag=12,
    key=12,
    footnote=12,
    left=48,
    label_gap=11,
    label_pad=7,
    plot_height=260,
    most_ticks=7,
    lane=35,
    flag_lines=2,
    printed=True,
)
FULL = Layout(
    designed_for=980,
    title=20,
    subtitle=14,
    label=14,
    tick=13,
    flag=13,
    key=13,
    footnote=12,
    left=48,
    label_gap=11,
    label_pad=7,
    plot_height=300,
    most_ticks=7,
    lane=20,
    flag_lines=1,
)


def layout_for(width: float) -> Layout:
    """The widest layout that is not squeezed."""
    return next((layout for layout in (FULL, HALF) if width >= layout.designed_for), PHONE)
