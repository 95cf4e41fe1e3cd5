"""Outlines of markers, flags and crosses as points round a centre: x right, y down, in pixels."""

import math

ROUND = 24  # corners of a circle that is drawn as a path
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


def strokes(shape: str, size: float) -> tuple[tuple[Outline, bool], ...]:
    """Every stroke of a shape, and whether it is closed; a circle has none."""
    if shape == "cross":
        return tuple((stroke, False) for stroke in cross(size))
    if shape != "circle-x-open":
        return ((outline(shape, size), True),)
    half = size / 2
    turns = [math.tau * n / ROUND for n in range(ROUND)]
    ring = tuple((half * math.cos(turn), half * math.sin(turn)) for turn in turns)
    return ((ring, True), *((stroke, False) for stroke in cross(size / math.sqrt(2))))


def _triangle(half: float, way: int) -> Outline:
    side = half * 2 / math.sqrt(3)
    return ((-side, -way * half / 2), (side, -way * half / 2), (0, way * half))


def cross(size: float) -> tuple[Outline, Outline]:
    """The two strokes of a cross."""
    half = size / 2
    return ((-half, -half), (half, half)), ((-half, half), (half, -half))
