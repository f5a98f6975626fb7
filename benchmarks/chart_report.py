"""The section of benchmarks/README.md about charts in a browser; it can be measured and written alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import psutil

from benchmarks.browser import Cost
from benchmarks.charts import ChartFindings, Found
from benchmarks.tables import ratio, spread, table

HEADING = "## Charts in a browser"
_MOST_OF_STATIC, _MOST_OF_BARE, _MOST_OF_TYPICAL = 2.0, 0.6, 0.5

_TEXT = """\
{heading}
The chart of 县区对比 beside the same chart elsewhere: (a) a static page with the same figure, script and Plotly bundle
and a native select box, the floor; (b) a bare Streamlit page with the same figure in one `st.plotly_chart`; (c) the page
as most would write it, with pandas, plotly.express, `st.cache_data` and `st.dataframe` (`benchmarks/rivals/`). *Cold*: a
new visitor with nothing kept. *Warm*: the same one again. CPU is the main thread of the browser's renderer; kB is what
comes over the network, WebSocket messages of both directions included. Measured on {today}, load average {load}.

From navigation to the first chart on the screen; *in all*: until nothing more comes.

{first}

From the choice of another indicator to the chart painted anew; it was new to the server in cold visits, known in warm
ones. *Server*: CPU time of its process.

{change}

What 县区对比 needs as a ratio to the others. Aims: the first chart at most {most_of_bare:g} × (b) and {most_of_static:g} × (a),
a change at most {most_of_typical:g} × (c).

{aims}

Four servers run at once; each of {rounds} rounds opens every page twice, one after the other, so that what else the machine
does falls on all alike. Nobody is the first visitor of a server. A chart is painted anew when the shapes or places of its
marks or the words round them are others than before, two frames later; if that happens again within 0.7 s, the last
time counts. The keys that lead to an option of Streamlit's select box are not measured, only the one that takes it.
"""


def section(findings: ChartFindings) -> str:
    """The section."""
    return _TEXT.format(
        heading=HEADING,
        today=date.today().isoformat(),
        load=f"{psutil.getloadavg()[0]:.1f}",
        first=table("page | visit | ms | CPU ms | kB | kB in all", _first_rows(findings)),
        change=table("page | visit | ms | CPU ms | kB | server ms", _change_rows(findings)),
        aims=table(
            "visit | CPU ÷ (a) | CPU ÷ (b) | kB ÷ (a) | kB ÷ (b) | change: CPU ÷ (c) | change: ms ÷ (c) | change: kB ÷ (c)",
            aim_rows(findings),
        ),
        rounds=len(findings.cold["ours"].first),
        most_of_static=_MOST_OF_STATIC,
        most_of_bare=_MOST_OF_BARE,
        most_of_typical=_MOST_OF_TYPICAL,
    )


def replaced(readme: str, new_section: str) -> str:
    """`readme` with the section of that heading exchanged, whatever stands in the others.

    Raises:
        ValueError: it has no such section.
    """
    heading = new_section.partition("\n")[0]
    text, count = _section_of(heading).subn(lambda _: f"{new_section.rstrip()}\n\n", readme)
    if count != 1:
        raise ValueError(f"{count} sections {heading!r} instead of one: run the whole of it first")
    return text


def kept(readme: str, heading: str) -> str:
    """The section of that heading as it stands; empty when there is none."""
    found = _section_of(heading).search(readme)
    return found.group() if found else ""


def _section_of(heading: str) -> re.Pattern[str]:
    return re.compile(rf"^{re.escape(heading)}\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)


def _visits(findings: ChartFindings) -> Iterator[tuple[Found, str]]:
    for name, cold in findings.cold.items():
        yield cold, "cold"
        yield findings.warm[name], "warm"


def _first_rows(findings: ChartFindings) -> Iterator[list[str]]:
    for found, visit in _visits(findings):
        yield [found.title, visit, *_spreads(found.first), spread(found.settled_kb)]


def _change_rows(findings: ChartFindings) -> Iterator[list[str]]:
    for found, visit in _visits(findings):
        yield [found.title, visit, *_spreads(found.change, 1), spread(found.server_ms)]


def _spreads(costs: list[Cost], decimals: int = 0) -> list[str]:
    return [spread(_wall(costs)), spread(_cpu(costs)), spread(_bytes(costs), decimals)]


def aim_rows(findings: ChartFindings) -> Iterator[list[str]]:
    """Rows of the table of aims: our page against the one that each aim names, cold and warm."""
    for visit, half in (("cold", findings.cold), ("warm", findings.warm)):
        ours, static, bare, typical = (half[name] for name in ("ours", "static", "bare", "typical"))
        yield [
            visit,
            ratio(_cpu(ours.first), _cpu(static.first), _MOST_OF_STATIC),
            ratio(_cpu(ours.first), _cpu(bare.first), _MOST_OF_BARE),
            ratio(_bytes(ours.first), _bytes(static.first), _MOST_OF_STATIC),
            ratio(_bytes(ours.first), _bytes(bare.first), _MOST_OF_BARE),
            ratio(_cpu(ours.change), _cpu(typical.change), _MOST_OF_TYPICAL),
            ratio(_wall(ours.change), _wall(typical.change), _MOST_OF_TYPICAL),
            ratio(_bytes(ours.change), _bytes(typical.change), _MOST_OF_TYPICAL),
        ]


def _wall(costs: list[Cost]) -> list[float]:
    return [cost.wall_ms for cost in costs]


def _cpu(costs: list[Cost]) -> list[float]:
    return [cost.cpu_ms for cost in costs]


def _bytes(costs: list[Cost]) -> list[float]:
    return [cost.kilobytes for cost in costs]
