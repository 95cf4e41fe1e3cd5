"""Outlines of markers, flags and crosses as points round a centre: x right, y down, in pixels."""

import math

Outline = tuple[tuple[float, float], ...]


def outline(shape: str, size: float) -> Outline:
    """Corners of a shape as tall as a circle of diameter `size`; a circle has none."""
    half = size / 2
    match shape:
        case "square":
            return ((-half, -half), (half, -half), (half, half), (-half, half))
        case "diamond":
            tip = half * 1.3  # as Plotly draws it: the area of the square
            return ((0, -tip), (tip, 0), (0, tip), (-tip, 0))
        case "triangle-up":
            return _triangle(half, -1)
        case "triangle-down":
            return _triangle(half, 1)
        case "flag-right":
            return ((0, -half * 0.75), (half * 1.5, 0), (0, half * 0.75))
        case "flag-left":
            return ((0, -half * 0.75), (-half * 1.5, 0), (0, half * 0.75))
    return ()


def _triangle(half: float, way: int) -> Outline:
    side = half * 2 / math.sqrt(3)
    return ((-side, -way * half / 2), (side, -way * half / 2), (0, way * half))


def cross(size: float) -> tuple[Outline, Outline]:
    """The two strokes of a cross."""
    half = size / 2
    return ((-half, -half), (half, half)), ((-half, half), (half, -half))
