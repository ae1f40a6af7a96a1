"""Ornaments made of rules, stars, rays and ribbons."""

from __future__ import annotations

import math
from dataclasses import replace

from podpusher_cli.providers.typography.art import STRIPES, Art, Ink, Shape, at, box_of, joined
from podpusher_cli.providers.typography.outline import (
    Outline,
    backwards,
    circle,
    from_path,
    moved,
    polygon,
    rectangle,
    ring,
    scaled,
    turned,
)


def star(radius: float, ink: Ink = "accent", points: int = 5, depth: float = 0.42) -> Art:
    """A star about the origin."""
    corners = [
        _polar(radius if place % 2 == 0 else radius * depth, math.pi * place / points) for place in range(2 * points)
    ]
    return (Shape(polygon(corners), ink),)


def _polar(radius: float, angle: float) -> tuple[float, float]:
    """A point at an angle clockwise from the top."""
    return radius * math.sin(angle), -radius * math.cos(angle)


def disc(radius: float, ink: Ink = "main") -> Art:
    """A full circle about the origin."""
    return (Shape(circle(0, 0, radius), ink),)


def hoop(radius: float, width: float, ink: Ink = "main") -> Art:
    """A circle line about the origin, its outer edge at `radius`."""
    return (Shape(ring(0, 0, radius, width), ink),)


def seal(radius: float, teeth: int, depth: float, ink: Ink = "main") -> Art:
    """A disc with a scalloped edge about the origin."""
    contour: list[tuple[float, ...]] = [_polar(radius - depth, 0)]
    for tooth in range(teeth):
        start, end = (2 * math.pi * place / teeth for place in (tooth, tooth + 1))
        reach = radius + depth * 0.35
        bulge = (*_polar(reach, start + (end - start) * 0.2), *_polar(reach, start + (end - start) * 0.8))
        contour.append((*bulge, *_polar(radius - depth, end)))
    return (Shape((tuple(contour),), ink),)


def beads(radius: float, count: int, size: float, ink: Ink = "main") -> Art:
    """Dots in a circle about the origin."""
    dots = (circle(*_polar(radius, 2 * math.pi * place / count), size) for place in range(count))
    return (Shape(tuple(contour for dot in dots for contour in dot), ink),)


def rays(inner: float, outer: float, count: int, ink: Ink = "accent", spread: float = 2 * math.pi) -> Art:
    """Sun rays about the origin between two radii, centred on the top, filling half of the `spread`."""
    step = spread / count
    parts: list[Outline] = []
    for place in range(count):
        angle = -spread / 2 + step * (place + 0.5)
        near, far = step / 8, step / 4
        corners = [
            _polar(inner, angle - near), _polar(outer, angle - far), _polar(outer, angle + far),
            _polar(inner, angle + near),
        ]  # fmt: skip
        parts.append(polygon(corners))
    return (Shape(tuple(contour for part in parts for contour in part), ink),)


def rule(width: float, height: float, ink: Ink = "main") -> Art:
    """A bar with round ends, its middle at the origin."""
    return (Shape(rectangle(-width / 2, -height / 2, width, height, height / 2), ink),)


def bar(width: float, height: float, radius: float, ink: Ink = "main") -> Art:
    """A block with rounded corners, its middle at the origin."""
    return (Shape(rectangle(-width / 2, -height / 2, width, height, radius), ink),)


def flanked(middle: Art, width: float, line: float, gap: float, ink: Ink = "main") -> Art:
    """The art with a rule on either side that fills the width, if there is room for one."""
    box = box_of(middle)
    spare = (width - box.width) / 2 - gap
    if spare < 3 * line:
        return middle
    x, y = box.middle
    offset = box.width / 2 + gap + spare / 2
    side = rule(spare, line, ink)
    return joined([middle, at(side, x - offset, y), at(side, x + offset, y)])


def sunset(radius: float) -> Art:
    """A 1970s sun: a disc in four stripes of ink, its lower half cut by widening gaps."""
    bands = 11
    band = 2 * radius / bands
    parts: list[Art] = [(Shape(_slice(radius, -radius, -radius + 4 * band), STRIPES[0]),)]
    for place in range(4, bands):
        top = -radius + band * place
        gap = band * (0.10 + 0.075 * (place - 4))
        parts.append((Shape(_slice(radius, top + gap, top + band), STRIPES[min(3, (place - 1) // 3)]),))
    return joined(parts)


def _slice(radius: float, top: float, bottom: float) -> Outline:
    """The part of a disc about the origin between two heights."""
    steps = 48
    first, last = (math.asin(max(-1.0, min(1.0, y / radius))) for y in (top, bottom))
    angles = (first + (last - first) * step / steps for step in range(steps + 1))
    right = [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]
    return polygon([*right, *((-x, y) for x, y in reversed(right))])


def arches(radius: float, width: float, gap: float) -> Art:
    """Half rings in four inks, the outermost first, standing on y = 0."""
    parts: list[Art] = []
    for place, ink in enumerate(STRIPES):
        outer = radius - place * (width + gap)
        parts.append((Shape(_half_ring(outer, outer - width), ink),))
    return joined(parts)


def _half_ring(outer: float, inner: float) -> Outline:
    k = 0.5523
    return (
        (
            (-outer, 0), (-outer, -outer * k, -outer * k, -outer, 0, -outer),
            (outer * k, -outer, outer, -outer * k, outer, 0), (inner, 0),
            (inner, -inner * k, inner * k, -inner, 0, -inner), (-inner * k, -inner, -inner, -inner * k, -inner, 0),
        ),
    )  # fmt: skip


def ridge(width: float, height: float, peaks: tuple[tuple[float, float], ...], ink: Ink = "main") -> Art:
    """A line of hills standing on y = 0; `peaks` are (x, y) shares of width and height from left to right."""
    points = [(-width / 2, 0.0), *((width * (x - 0.5), -height * y) for x, y in peaks), (width / 2, 0.0)]
    return (Shape(polygon(points), ink),)


def frame(width: float, height: float, line: float, notch: float, ink: Ink = "main") -> Art:
    """A rectangular line about the origin whose corners are bitten off in quarter circles."""
    outer = _notched(width / 2, height / 2, notch)
    inner = _notched(width / 2 - line, height / 2 - line, notch)
    return (Shape(outer + backwards(inner), ink),)


def _notched(x: float, y: float, r: float) -> Outline:
    k = r * 0.5523
    return (
        (
            (-x + r, -y), (x - r, -y), (x - r, -y + k, x - k, -y + r, x, -y + r), (x, y - r),
            (x - k, y - r, x - r, y - k, x - r, y), (-x + r, y), (-x + r, y - k, -x + k, y - r, -x, y - r),
            (-x, -y + r), (-x + k, -y + r, -x + r, -y + k, -x + r, -y),
        ),
    )  # fmt: skip


def tag(width: float, height: float, corner: float, ink: Ink = "main") -> Art:
    """A label about the origin whose upper corners are clipped."""
    x, y = width / 2, height / 2
    corners = [(-x + corner, -y), (x - corner, -y), (x, -y + corner), (x, y), (-x, y), (-x, -y + corner)]
    return (Shape(polygon(corners), ink),)


def shield(width: float, height: float, ink: Ink = "main") -> Art:
    """A shield about the origin, flat above and pointed below."""
    x, y = width / 2, height / 2
    side = (x, y * 0.35, x * 0.62, y * 0.72, 0.0, y)
    back = (-x * 0.62, y * 0.72, -x, y * 0.35, -x, -y * 0.1)
    return (Shape((((-x, -y), (x, -y), (x, -y * 0.1), side, back),), ink),)


def perforated(width: float, height: float, radius: float, ink: Ink = "main") -> Art:
    """A postage stamp about the origin: a block bitten all around by discs of about `radius`."""
    bites: list[Art] = []
    for along, across, upright in ((width, height, False), (height, width, True)):
        count = round(along / (radius * 3))
        step = along / count
        for place in range(count + 1):
            x, y = -along / 2 + step * place, across / 2
            spots = ((y, x), (-y, x)) if upright else ((x, y), (x, -y))
            bites.extend(at(disc(radius), *spot) for spot in spots)
    cut = tuple(replace(shape, cut=True) for bite in bites for shape in bite)
    return bar(width, height, 0, ink) + cut


def ribbon_tail(width: float, height: float, ink: Ink = "accent") -> Art:
    """The end of a ribbon that points to the right, with a notch cut in; its left middle at the origin."""
    half = height / 2
    return (Shape(polygon([(0, -half), (width, -half), (width - half * 0.8, 0), (width, half), (0, half)]), ink),)


def sprig(length: float, leaves: int, ink: Ink = "accent") -> Art:
    """A laurel branch that grows upwards from the origin, bending to the right."""
    parts: list[Outline] = []
    leaf = length / leaves
    blade = scaled(from_path("M0 0C50 -10 85 -50 80 -105C25 -95 -2 -50 0 0Z"), leaf / 100)
    for place in range(leaves):
        y = -leaf * (place + 0.4)
        x = leaf * 0.09 * place**1.25
        parts.extend(moved(turned(scaled(blade, side, 1), 0.1 * place), x, y) for side in (-1, 1))
    return (Shape(tuple(contour for part in parts for contour in part), ink),)


def leafy_ring(radius: float, leaves: int, ink: Ink = "main", top: float = 0.46) -> Art:
    """Two branches with pairs of leaves that rise from the foot of a circle about the origin to the angle `top`."""
    blade = from_path("M0 0C-36 -14 -46 -62 0 -112C46 -62 36 -14 0 0Z")
    size = radius / 470
    parts: list[Outline] = []
    for place in range(leaves):
        angle = math.pi - 0.1 - (math.pi - top) * (place + 0.5) / leaves
        shrink = size * (1.0 - 0.3 * place / leaves)
        for lean in (0.75, -0.75):
            leaf = turned(scaled(blade, shrink * 0.86), angle - math.pi / 2 + lean)
            parts.append(moved(leaf, *_polar(radius, angle)))
    stem = _stem(radius, size * 9, top + 0.04)
    right = tuple(contour for part in parts for contour in part)
    return (Shape(right + stem, ink), Shape(backwards(scaled(right + stem, -1, 1)), ink))


def _stem(radius: float, width: float, top: float) -> Outline:
    """The right half of a thin ring, from its foot to an angle from its top."""
    steps = 40
    angles = [math.pi - (math.pi - top) * step / steps for step in range(steps + 1)]
    outer = [_polar(radius + width / 2, angle) for angle in angles]
    return polygon([*outer, *(_polar(radius - width / 2, angle) for angle in reversed(angles))])
