"""What a map of regions shows; the other kinds of charts are in faheng/charts/spec.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from faheng.address import Address
from faheng.charts.spec import Basis, ChartSpec
from faheng.label_box import Box, Ring

Shade = Literal["palest", "pale", "deep", "deepest", "missing", "none"]
"""How an area of a map is filled: the class of its value, hatched (未报) or empty (无案件)."""


@dataclass(frozen=True)
class MapClass:
    """A class of values on a map: what it holds, in words, and how many regions."""

    shade: Shade
    label: str
    count: int


@dataclass(frozen=True)
class MapArea:
    """One region where it lies.

    `rings` are its outline, each closed, x to the right and y up in units of the map; holes run the other way round.
    `words` is the box inside it where name and value stand. `sign` stands before the value (×: target not met). `more` are
    short lines below it, the most important first: what a test says, 暂定, the parts. The rest is as in DotRow.
    """

    key: str
    label: str
    text: str
    shade: Shade
    rings: tuple[Ring, ...]
    words: Box
    sign: str = ""
    more: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    address: Address | None = None
    value_address: Address | None = None
    basis: Basis | None = None


@dataclass(frozen=True, kw_only=True)
class RegionMap(ChartSpec):
    """Regions where they lie, shaded by value: tiles side by side (`is_tiles`, each of 1 × 1) or their boundaries.

    `caption` stands in the corner of the map itself (示意图，非地图, or the map's approval number). `highlighted` is that
    of DotComparison.
    """

    areas: tuple[MapArea, ...]
    classes: tuple[MapClass, ...]
    caption: str
    is_tiles: bool
    highlighted: str = ""
