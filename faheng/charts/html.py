"""Draws as HTML what is a table by nature: every value a link, readable without a script, printable."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

import jinja2

from faheng.charts import theme
from faheng.charts.spec import SIGNS, Card, Matrix, SparkPoint

TEMPLATES = Path(__file__).resolve().parent / "templates"


def templates_of(folder: Path, **known: object) -> jinja2.Environment:
    """The templates of a folder; `known` are names that each of them has."""
    # Everything is escaped: names and notes come from uploaded files. A misspelt name is an error, not a gap.
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(known)
    return environment


@cache
def _templates() -> jinja2.Environment:
    return templates_of(TEMPLATES, signs=SIGNS)


def render(template: str, **context: object) -> str:
    """The HTML of `faheng/charts/templates/<template>.html`; every text of `context` is escaped.

    Raises:
        jinja2.TemplateNotFound, jinja2.UndefinedError: no such template, or it names what is not there.
    """
    return _templates().get_template(f"{template}.html").render(**context)


def cards_html(cards: Sequence[Card]) -> str:
    """The cards side by side, as many in a row as there is room for."""
    return render(
        "cards",
        cards=[(card, _spark(card.history)) for card in cards],
        spark_width=_SPARK_WIDTH,
        spark_height=_SPARK_HEIGHT,
    )


_SPARK_WIDTH, _SPARK_HEIGHT = 96, 28
_SPARK_ROOM = 3  # for half a dot at the edges


def _spark(history: Sequence[SparkPoint]) -> str:
    """A sparkline as the address of a picture (Streamlit takes SVG out of a page); empty for a single value."""
    known = [float(point.value) for point in history if point.value is not None]
    if len(known) < 2:
        return ""
    low, high = min(known), max(known)
    across = (_SPARK_WIDTH - 2 * _SPARK_ROOM) / (len(history) - 1)
    up = (_SPARK_HEIGHT - 2 * _SPARK_ROOM) / (high - low) if high > low else 0
    runs: list[list[str]] = []
    for place, point in enumerate(history):
        if point.value is None:
            continue
        height = _SPARK_HEIGHT - _SPARK_ROOM - (float(point.value) - low) * up if up else _SPARK_HEIGHT / 2
        if not point.joined:
            runs.append([])
        runs[-1].append(f"{_SPARK_ROOM + place * across:.1f},{height:.1f}")
    lines = [" ".join(run if len(run) > 1 else run * 2) for run in runs]  # a line of no length is a dot
    x, y = runs[-1][-1].split(",") if history[-1].value is not None else (None, None)
    svg = (
        _templates()
        .get_template("spark.svg")
        .render(width=_SPARK_WIDTH, height=_SPARK_HEIGHT, color=theme.MAIN, lines=lines, x=x, y=y)
    )
    return f"data:image/svg+xml,{quote(svg)}"


def matrix_html(spec: Matrix) -> str:
    """The matrix as a table; on a phone each row's label stands above its values."""
    return render("matrix", matrix=spec)
