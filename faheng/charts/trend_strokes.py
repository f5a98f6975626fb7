"""The lines of a trend as Plotly's traces, and how each kind of line looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from faheng.charts import theme
from faheng.charts.drawing import plain
from faheng.charts.spec import TrendPeriod, TrendPoint, TrendSeries

_SYMBOLS = ("circle", "square", "diamond", "cross")
MARKED = 24  # periods; with more, a marker at each would hide the line


@dataclass(frozen=True)
class Look:
    """How a line is drawn. `marked`: every value has a marker; `hollow_marked`: every value that may still change."""

    color: str
    width: float
    dash: str
    symbol: str
    size: int
    marked: bool
    hollow_marked: bool


def looks_of(
    periods: Sequence[TrendPeriod], series: Sequence[TrendSeries], *, city_first: bool = False
) -> dict[str, Look]:
    """The look of every line, by its key; the highlighted have colours and markers in their order.

    `city_first`: the city's line, dashed as ever, is what is looked at.
    """
    few = len(periods) <= MARKED
    size = theme.POINT if few else theme.SMALL_POINT
    looks = {}
    chosen = 0
    for one in series:
        match one.role:
            case "highlighted":
                color = theme.HIGHLIGHTS[chosen % len(theme.HIGHLIGHTS)]
                symbol = _SYMBOLS[chosen % len(_SYMBOLS)]
                looks[one.key] = Look(color, theme.HIGHLIGHT_WIDTH, "solid", symbol, size, few, True)
                chosen += 1
            case "city":
                dash = "dash" if few else "5px,2px"
                color, width = (
                    (theme.MAIN, theme.HIGHLIGHT_WIDTH) if city_first else (theme.CITY, theme.CITY_WIDTH)
                )
                looks[one.key] = Look(color, width, dash, "circle", size, False, True)
            case _:
                looks[one.key] = Look(
                    theme.CONTEXT, theme.CONTEXT_WIDTH, "solid", "circle", theme.SMALL_POINT, False, few
                )
    return looks


@dataclass
class _Drawn:
    """The points of one trace; a place without a value ends the line where values must not be joined."""

    x: list[str] = field(default_factory=list)
    y: list[float | None] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    symbols: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)

    def add(self, code: str, value: float | None, size: float, symbol: str, about: str) -> None:
        self.x.append(code)
        self.y.append(value)
        self.sizes.append(size)
        self.symbols.append(symbol)
        self.about.append(about)


def stroke(periods: Sequence[TrendPeriod], series: TrendSeries, look: Look, axis: str) -> dict[str, Any]:
    """One trace per line. A value that no line reaches, and one that may still change, has a marker in any case."""
    drawn = _Drawn()
    name = plain(series.name)
    for place, (period, point) in enumerate(zip(periods, series.points, strict=True)):
        if drawn.y and not point.joined and drawn.y[-1] is not None:
            drawn.add(period.code, None, 0, look.symbol, "")
        if point.value is None:
            continue
        hollow = point.hollow
        shown = look.marked or (hollow and look.hollow_marked) or stands_alone(series.points, place)
        size = look.size + (2 if hollow else 0) if shown else 0
        symbol = f"{look.symbol}-open" if hollow else look.symbol
        leads = "<br>点击看这一期各地区" if period.address else ""
        about = f"{name} {plain(period.label)}<br>{_value_words(point)}{leads}"
        drawn.add(period.code, float(point.value), size, symbol, about)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": drawn.x,
        "y": drawn.y,
        "yaxis": axis,
        "connectgaps": False,
        # Where a value leads: what is added to the address of its period (layout.meta).
        "customdata": [f"&row={series.key}"] * len(drawn.x),
        "line": {"color": look.color, "width": look.width, "dash": look.dash},
        "marker": {
            "size": drawn.sizes,
            "symbol": drawn.symbols,
            "color": look.color,
            "opacity": 1,
            "line": {"width": 2 if look.size > theme.SMALL_POINT else 1.2, "color": look.color},
        },
        "cliponaxis": False,
        "hovertext": drawn.about,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def stands_alone(points: Sequence[TrendPoint], place: int) -> bool:
    """Whether no line reaches the point, or it is the last of all."""
    follows = place + 1 < len(points) and points[place + 1].joined
    return not follows and (not points[place].joined or place + 1 == len(points))


def _value_words(point: TrendPoint) -> str:
    detail = f"（{plain(point.detail)}）" if point.detail else ""
    mark = f" {plain(point.mark)}" if point.mark else ""
    return f"{plain(point.text)}{detail}{mark}"
