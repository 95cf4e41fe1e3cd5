"""Variation and assurance icons in the convention of the NHS's, drawn here as inline SVG on a 64-unit square."""

from html import escape

from charts.palette import INK, MARKERS, SECONDARY, TARGET_LINE
from charts.result import SpcResult
from charts.shapes import outline
from charts.shown import assurance_of, variation_of

GREY = MARKERS["common"].fill
SMALL = 28  # up to here letters and marks are drawn larger and fewer
LETTERS = {
    "H": "M-5.5-8V8M5.5-8V8M-5.5 0H5.5",
    "L": "M-5-8V8H5.5",
    "P": "M-4.5 8V-8H1.2A4.6 4.6 0 0 1 1.2 1.2H-4.5",
    "F": "M5-8H-4.5V8M-4.5-.6H3.6",
    "?": "M-5-4.4C-5-10 5.4-10 5.4-4.2 5.4-.8.2-1 .2 2.8M.2 5.6V9.2",
}
VARIATION = {
    "common_cause": "Variation: common cause, no real change",
    "improvement_high": "Variation: special cause, improvement, values are high",
    "improvement_low": "Variation: special cause, improvement, values are low",
    "concern_high": "Variation: special cause, concern, values are high",
    "concern_low": "Variation: special cause, concern, values are low",
    "neutral_high": "Variation: special cause, values are high",
    "neutral_low": "Variation: special cause, values are low",
}
ASSURANCE = {
    "pass": ("P", MARKERS["improvement"].fill, "Assurance: pass, the target is reliably met"),
    "fail": ("F", MARKERS["concern"].fill, "Assurance: fail, the target is not yet in reach"),
    "hit_or_miss": ("?", GREY, "Assurance: hit or miss, the target lies inside the limits"),
}
STEADY = ((17, 35), (23.5, 27.5), (30, 36), (37, 29.5), (43, 35.5), (48.5, 29))
MISSED_AND_MET = ((18, 47), (26.5, 38), (36, 47), (45.5, 38.5))


def variation_icon(result: SpcResult, size: int = 40) -> str:
    """The variation icon; empty below 13 points and on a run chart."""
    variation = variation_of(result)
    return variation_drawing(variation, size) if variation else ""


def assurance_icon(result: SpcResult, size: int = 40) -> str:
    """The assurance icon; empty without a target, a direction or enough points."""
    assurance = assurance_of(result)
    if assurance is None:
        return ""
    return assurance_drawing(assurance, size, flipped=result.spec.direction.sign < 0)


def variation_drawing(variation: str, size: int = 40) -> str:
    """The icon of one kind of variation, for legends and matrices."""
    if variation == "common_cause":
        path = "M" + "L".join(f"{x} {y}" for x, y in STEADY)
        dots = "".join(_dot(x, y) for x, y in STEADY)
        drawn = f'<path d="{path}" fill="none" stroke="{INK}" stroke-width="1.2"/>{dots}'
        return _svg(GREY, drawn, VARIATION[variation], size)
    meaning, way = variation.split("_")
    marker = MARKERS[f"neutral_{way}" if meaning == "neutral" else meaning]
    small = size <= SMALL
    mirror = -1 if way == "low" else 1  # falling is rising upside down about the middle
    dots = ((14.5, 42.5), (21.5, 44), (28.8, 40.5)) if not small else ((19, 43.5), (27.5, 41))
    marks = ((37.5, 33), (45.5, 24.5)) if not small else ((37, 33), (46, 24.5))
    drawn = "".join(_dot(x, 32 + mirror * (y - 32), 3.1) for x, y in dots)
    drawn += "".join(_mark(marker.shape, marker.fill, x, 32 + mirror * (y - 32), 12 if small else 10) for x, y in marks)
    drawn += _letter("H" if way == "high" else "L", 23.5, 32 - mirror * 9.5, 1.25 if small else 1)
    return _svg(marker.fill, drawn, VARIATION[variation], size)


def assurance_drawing(assurance: str, size: int = 40, flipped: bool = False) -> str:
    """The icon of one verdict; `flipped` where lower is better, so that dots stand on the side the process is."""
    letter, ring, name = ASSURANCE[assurance]
    line = 46.5 if assurance == "pass" else 38.5 if assurance == "fail" else 42.5
    dots: tuple[tuple[float, float], ...] = MISSED_AND_MET
    if assurance != "hit_or_miss":
        above = (assurance == "pass") != flipped
        line = 47.0 if above else 36.0
        level = 39.0 if above else 45.5
        dots = tuple((x, level + (1.6 if n % 2 else 0)) for n, x in enumerate((19, 27.5, 36.5, 45)))
    target = f'<path d="M9 {line}H55" stroke="{TARGET_LINE}" stroke-width="2.4" stroke-dasharray="6 3" fill="none"/>'
    drawn = target + "".join(_dot(x, y, 3.2) for x, y in dots) + _letter(letter, 32, 21, 1.25 if size <= SMALL else 1)
    return _svg(ring, drawn, name, size)


def no_icon(size: int = 40) -> str:
    """A dashed ring for a measure without a verdict."""
    dashes = f'stroke="{SECONDARY}" stroke-width="2.5" stroke-dasharray="6.5 4"'
    ring = f'<circle cx="32" cy="32" r="28" fill="#fff" {dashes}/>'
    return _wrap(f'{ring}<path d="M25 32H39" stroke="{INK}" stroke-width="4"/>', "None yet", size)


def _dot(x: float, y: float, radius: float = 3.4) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{GREY}" stroke="{INK}" stroke-width="1.2"/>'


def _mark(shape: str, fill: str, x: float, y: float, size: float) -> str:
    corners = "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in outline(shape, size))
    return f'<path d="M{corners}Z" fill="{fill}" stroke="{INK}" stroke-width="1.2" stroke-linejoin="round"/>'


def _letter(letter: str, x: float, y: float, scale: float) -> str:
    return (
        f'<path d="{LETTERS[letter]}" transform="translate({x} {y}) scale({scale})" fill="none" '
        f'stroke="{INK}" stroke-width="3.7"/>'
    )


def _svg(ring: str, drawn: str, name: str, size: int) -> str:
    edge = f'<circle cx="32" cy="32" r="28" fill="#fff" stroke="{INK}" stroke-width="7.6"/>'
    rim = f'<circle cx="32" cy="32" r="28" fill="none" stroke="{ring}" stroke-width="5"/>'
    return _wrap(edge + drawn + rim, name, size)


def _wrap(drawn: str, name: str, size: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{escape(name)}" viewBox="0 0 64 64" '
        f'width="{size}" height="{size}"><title>{escape(name)}</title>{drawn}</svg>'
    )
