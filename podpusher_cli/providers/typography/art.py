"""Pieces of a drawing: shapes with an ink, and how they are grouped and measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from podpusher_cli.providers.typography.outline import Bend, Box, Outline, bent, bounds, moved, scaled, turned

Ink = Literal["main", "accent", "third", "stripe1", "stripe2", "stripe3", "stripe4"]
INKS: tuple[Ink, ...] = get_args(Ink)
STRIPES: tuple[Ink, ...] = ("stripe1", "stripe2", "stripe3", "stripe4")


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline filled with an ink, or with `line` > 0 drawn as a line of that width.

    A `cut` shape takes away what was painted so far, so that the garment shows; painting goes on after it. `holes`
    makes inner contours holes whichever way they run.
    """

    outline: Outline
    ink: Ink = "main"
    line: float = 0.0
    cut: bool = False
    holes: bool = False


Art = tuple[Shape, ...]


def box_of(art: Iterable[Shape]) -> Box:
    """The box of all that paints, lines with their width. An empty drawing has an empty box at the origin."""
    boxes = [box.grown(shape.line / 2) for shape in art if not shape.cut and (box := bounds(shape.outline)) is not None]
    if not boxes:
        return Box(0, 0, 0, 0)
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def _each(art: Art, change: Callable[[Outline], Outline]) -> Art:
    return tuple(replace(shape, outline=change(shape.outline)) for shape in art)


def at(art: Art, dx: float, dy: float) -> Art:
    """The art elsewhere."""
    return _each(art, lambda outline: moved(outline, dx, dy))


def sized(art: Art, factor: float) -> Art:
    """The art larger or smaller, line widths too, about the origin."""
    return tuple(replace(shape, outline=scaled(shape.outline, factor), line=shape.line * factor) for shape in art)


def curved(art: Art, bend: Bend, step: float = 12.0) -> Art:
    """The art on a bent sheet."""
    return _each(art, lambda outline: bent(outline, bend, step))


def centred(art: Art, x: float = 0.0, y: float | None = None) -> Art:
    """The art with the middle of its box at `x`, and at `y` if that is given."""
    middle_x, middle_y = box_of(art).middle
    return at(art, x - middle_x, 0 if y is None else y - middle_y)


def topped(art: Art, top: float) -> Art:
    """The art with the top of its box at `top`."""
    return at(art, 0, top - box_of(art).top)


def fitted(art: Art, width: float, height: float) -> Art:
    """The art as large as the given size allows, with its middle at the origin."""
    box = box_of(art)
    if not box.width or not box.height:
        return art
    return centred(sized(art, min(width / box.width, height / box.height)), 0, 0)


def inked(art: Art, ink: Ink) -> Art:
    """All of the art in one ink."""
    return tuple(replace(shape, ink=ink) for shape in art)


def cutting(art: Art, gap: float = 0.0) -> Art:
    """The art as a hole in what lies below. With a `gap` the hole is that much wider, and without islands."""
    if gap <= 0:
        return tuple(replace(shape, cut=True) for shape in art)
    contours = [(contour,) for shape in art for contour in shape.outline]
    return tuple(Shape(contour, cut=True, line=line) for contour in contours for line in (0.0, 2 * gap))


def bordered(art: Art, gap: float, line: float, ink: Ink = "accent") -> Art:
    """The art with a line of another ink around it, `gap` of bare cloth in between."""
    around = tuple(Shape(shape.outline, ink, line=width) for shape in art for width in (0.0, 2 * (gap + line)))
    return around + cutting(art, gap) + art


def flipped(art: Art) -> Art:
    """The art as a mirror shows it, about x = 0. Not for lettering."""
    return _each(art, lambda outline: scaled(outline, -1, 1))


def tilted(art: Art, angle: float) -> Art:
    """The art turned clockwise about the middle of its box, by radians."""
    x, y = box_of(art).middle
    return _each(art, lambda outline: turned(outline, angle, x, y))


def joined(blocks: Iterable[Art]) -> Art:
    """The blocks as one piece of art."""
    return tuple(shape for block in blocks for shape in block)
