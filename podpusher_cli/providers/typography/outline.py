"""Outlines: closed contours of lines and cubic curves, and what can be done to them. The y axis points down.

A contour is a tuple of segments; the first is the start point (x, y), the others are lines (x, y) or curves
(x1, y1, x2, y2, x, y). An outline is a tuple of contours. Both are plain tuples: thousands are made for a design.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple, cast

from fontTools.misc.bezierTools import calcCubicBounds
from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path

Segment = tuple[float, ...]
Contour = tuple[Segment, ...]
Outline = tuple[Contour, ...]
Bend = Callable[[float, float], tuple[float, float]]


class Box(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def grown(self, by: float) -> Box:
        """The box with `by` added on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


class _Recorder(BasePen):  # type: ignore[misc]  # fontTools ships no types
    """Collects what a glyph or an SVG path draws, quadratic curves made cubic."""

    def __init__(self, glyphs: object = None) -> None:
        super().__init__(glyphs)
        self.contours: list[list[Segment]] = []

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self.contours.append([pt])

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools' name
        self.contours[-1].append(pt)

    def _curveToOne(  # noqa: N802 - fontTools' name
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.contours[-1].append((*pt1, *pt2, *pt3))


def from_font(font: object, glyph: int) -> Outline:
    """The outline of a HarfBuzz font's glyph in font units, turned so that y points down."""
    pen = _Recorder()
    font.draw_glyph_with_pen(glyph, pen)  # type: ignore[attr-defined]  # uharfbuzz ships no types
    return scaled(tuple(tuple(contour) for contour in pen.contours), 1, -1)


def from_path(path: str) -> Outline:
    """The outline of an SVG path's `d`."""
    pen = _Recorder()
    parse_path(path, pen)
    return tuple(tuple(tuple(map(float, part)) for part in contour) for contour in pen.contours)


def polygon(points: Iterable[tuple[float, float]]) -> Outline:
    """A closed contour of straight lines."""
    return (tuple(points),)


def rectangle(left: float, top: float, width: float, height: float, radius: float = 0.0) -> Outline:
    """A rectangle, its corners rounded by `radius`."""
    right, bottom = left + width, top + height
    if radius <= 0:
        return polygon([(left, top), (right, top), (right, bottom), (left, bottom)])
    r = min(radius, width / 2, height / 2)
    k = r * 0.5523
    return (
        (
            (left + r, top), (right - r, top), (right - r + k, top, right, top + r - k, right, top + r),
            (right, bottom - r), (right, bottom - r + k, right - r + k, bottom, right - r, bottom),
            (left + r, bottom), (left + r - k, bottom, left, bottom - r + k, left, bottom - r),
            (left, top + r), (left, top + r - k, left + r - k, top, left + r, top),
        ),
    )  # fmt: skip


def circle(x: float, y: float, radius: float) -> Outline:
    """A full circle."""
    return rectangle(x - radius, y - radius, 2 * radius, 2 * radius, radius)


def ring(x: float, y: float, radius: float, width: float) -> Outline:
    """A circle line whose outer edge has `radius`; the inner contour runs the other way round."""
    return circle(x, y, radius) + backwards(circle(x, y, radius - width))


def backwards(outline: Outline) -> Outline:
    """The same contours, drawn the other way: a hole under the non-zero rule."""
    return tuple(_backwards(contour) for contour in outline)


def _backwards(contour: Contour) -> Contour:
    ends = [segment[-2:] for segment in contour]
    turned: list[Segment] = [ends[-1]]
    for place in range(len(contour) - 1, 0, -1):
        segment, end = contour[place], ends[place - 1]
        turned.append((*segment[2:4], *segment[0:2], *end) if len(segment) == 6 else end)
    return tuple(turned)


def moved(outline: Outline, dx: float, dy: float) -> Outline:
    """The outline elsewhere."""
    return tuple(
        tuple(
            (s[0] + dx, s[1] + dy)
            if len(s) == 2
            else (s[0] + dx, s[1] + dy, s[2] + dx, s[3] + dy, s[4] + dx, s[5] + dy)
            for s in contour
        )
        for contour in outline
    )


def scaled(outline: Outline, x_factor: float, y_factor: float | None = None) -> Outline:
    """The outline stretched from the origin."""
    x, y = x_factor, x_factor if y_factor is None else y_factor
    return tuple(
        tuple(
            (s[0] * x, s[1] * y) if len(s) == 2 else (s[0] * x, s[1] * y, s[2] * x, s[3] * y, s[4] * x, s[5] * y)
            for s in contour
        )
        for contour in outline
    )


def turned(outline: Outline, angle: float, x: float = 0.0, y: float = 0.0) -> Outline:
    """The outline turned clockwise by `angle` radians about (x, y)."""
    sin, cos = math.sin(angle), math.cos(angle)
    return mapped(outline, lambda a, b: (x + (a - x) * cos - (b - y) * sin, y + (a - x) * sin + (b - y) * cos))


def mapped(outline: Outline, bend: Bend) -> Outline:
    """Every point put through `bend`: exact when `bend` keeps lines straight."""
    return tuple(tuple(_map_segment(segment, bend) for segment in contour) for contour in outline)


def _map_segment(segment: Segment, bend: Bend) -> Segment:
    if len(segment) == 2:
        return bend(segment[0], segment[1])
    a, b, c, d, e, f = segment
    return (*bend(a, b), *bend(c, d), *bend(e, f))


def bent(outline: Outline, bend: Bend, step: float) -> Outline:
    """Every point put through a `bend` that curves lines: segments are first cut to pieces of about `step`."""
    return mapped(tuple(_in_pieces(contour, step) for contour in outline), bend)


def _in_pieces(contour: Contour, step: float) -> Contour:
    closed = contour if contour[0] == contour[-1][-2:] else (*contour, contour[0])
    pieces: list[Segment] = [closed[0]]
    at = closed[0]
    for segment in closed[1:]:
        curve = segment if len(segment) == 6 else _as_curve(at, segment)
        length = math.dist(at, curve[0:2]) + math.dist(curve[0:2], curve[2:4]) + math.dist(curve[2:4], curve[4:6])
        pieces.extend(_split((*at, *curve), max(1, math.ceil(length / step))))
        at = segment[-2:]
    return tuple(pieces)


def _as_curve(start: Segment, end: Segment) -> Segment:
    (a, b), (c, d) = cast("tuple[float, float]", start), cast("tuple[float, float]", end)
    return (a + (c - a) / 3, b + (d - b) / 3, a + (c - a) * 2 / 3, b + (d - b) * 2 / 3, c, d)


def _split(curve: Segment, count: int) -> list[Segment]:
    """A cubic (eight numbers) as `count` cubics (six numbers each), by de Casteljau."""
    parts: list[Segment] = []
    rest = curve
    for left in range(count, 0, -1):
        t = 1 / left
        a, b, c, d = rest[0:2], rest[2:4], rest[4:6], rest[6:8]
        ab, bc, cd = _between(a, b, t), _between(b, c, t), _between(c, d, t)
        abc, bcd = _between(ab, bc, t), _between(bc, cd, t)
        end = _between(abc, bcd, t)
        parts.append((*ab, *abc, *end))
        rest = (*end, *bcd, *cd, *d)
    return parts


def _between(a: Segment, b: Segment, t: float) -> Segment:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def above(outline: Outline, y: float, step: float) -> Outline:
    """What of the outline lies above a height, as straight lines of about `step`. Holes stay holes."""
    kept = (_above(_points(contour, step), y) for contour in outline)
    return tuple(tuple(points) for points in kept if len(points) > 2)


def _points(contour: Contour, step: float) -> list[tuple[float, float]]:
    return [(segment[-2], segment[-1]) for segment in _in_pieces(contour, step)]


def _above(points: list[tuple[float, float]], y: float) -> list[tuple[float, float]]:
    """Sutherland and Hodgman's cut of a polygon by a line: what is added runs along that line."""
    kept: list[tuple[float, float]] = []
    for (x1, y1), (x2, y2) in pairwise([points[-1], *points]):
        if (y1 <= y) != (y2 <= y):
            kept.append((x1 + (x2 - x1) * (y - y1) / (y2 - y1), y))
        if y2 <= y:
            kept.append((x2, y2))
    return kept


def bounds(outline: Outline) -> Box | None:
    """The exact box of the outline, None when there is none."""
    ends = [(segment[-2], segment[-1]) for contour in outline for segment in contour]
    if not ends:
        return None
    xs, ys = [x for x, _ in ends], [y for _, y in ends]
    left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
    for contour in outline:
        at = contour[0]
        for segment in contour:
            if len(segment) == 6:
                a, b, c, d, x, y = segment
                inside = left <= a <= right and left <= c <= right and top <= b <= bottom and top <= d <= bottom
                if not inside:
                    box = calcCubicBounds(at, (a, b), (c, d), (x, y))
                    left, top = min(left, box[0]), min(top, box[1])
                    right, bottom = max(right, box[2]), max(bottom, box[3])
            at = segment[-2:]
    return Box(left, top, right, bottom)


def to_path(outline: Outline) -> str:
    """The outline as an SVG path's `d`, to a hundredth of a unit."""
    parts: list[str] = []
    for contour in outline:
        parts.append("M" + _numbers(contour[0]))
        parts.extend(("C" if len(segment) == 6 else "L") + _numbers(segment) for segment in contour[1:])
        parts.append("Z")
    return "".join(parts)


def _numbers(segment: Segment) -> str:
    return " ".join(f"{number:.2f}" for number in segment)
