"""Where the words of an area stand: a box inside its boundary that is roomy both ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

Ring = tuple[tuple[float, float], ...]
"""A closed line, its first point again at its end."""

_LINES = 40  # across which the inside of an area is looked at
_FLATNESS = 1.3  # the width that words want, in their height


@dataclass(frozen=True)
class Box:
    """A box by its middle, width and height, in the units of the rings around it."""

    x: float
    y: float
    width: float
    height: float


def label_box(rings: Sequence[Ring]) -> Box:
    """The box with most room for a few short lines of text; the centroid of a ring may well lie outside of it."""
    heights = [y for ring in rings for _, y in ring]
    low, step = min(heights), (max(heights) - min(heights)) / _LINES
    inside = _inside(rings, low, step)
    boxes = [
        box for place, spans in enumerate(inside) for span in spans for box in _grown(inside, place, span)
    ]
    left, right, middle, lines = max(
        boxes,
        key=lambda box: min(box[1] - box[0], box[3] * step * _FLATNESS),
        default=(rings[0][0][0], rings[0][0][0], 0, 0),
    )
    return Box((left + right) / 2, low + (middle + 0.5) * step, right - left, lines * step)


def _inside(rings: Sequence[Ring], low: float, step: float) -> list[list[tuple[float, float]]]:
    """The spans of each horizontal line that lie inside: between every other crossing."""
    crossings: list[list[float]] = [[] for _ in range(_LINES)]
    for ring in rings:
        for (x0, y0), (x1, y1) in pairwise(ring):
            if y0 == y1:
                continue
            first, last = ((y - low) / step - 0.5 for y in sorted((y0, y1)))
            for place in range(
                ceil(first), ceil(last)
            ):  # its lower end belongs to it, its upper one does not
                y = low + (place + 0.5) * step
                crossings[place].append(x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    return [list(zip(line[::2], line[1::2], strict=False)) for line in map(sorted, crossings)]


def _grown(
    inside: Sequence[Sequence[tuple[float, float]]], place: int, span: tuple[float, float]
) -> list[tuple[float, float, int, int]]:
    """Boxes round a span, each a line higher on both sides than the one before: left, right, middle line, lines."""
    left, right = span
    boxes = [(left, right, place, 1)]
    for reach in range(1, min(place, len(inside) - 1 - place) + 1):
        for line in (inside[place - reach], inside[place + reach]):
            common = [(max(left, start), min(right, end)) for start, end in line]
            left, right = max(common, key=lambda each: each[1] - each[0], default=(0.0, 0.0))
        if right <= left:
            break
        boxes.append((left, right, place, 2 * reach + 1))
    return boxes
