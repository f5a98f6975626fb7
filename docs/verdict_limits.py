"""Writes docs/verdict-limits.md: from which number of successes on a county is told apart, for n = 1 to 200.

Run it after a change of faheng/measures/funnel.py: `.venv/bin/python docs/verdict_limits.py`; tests/test_verdict.py says
when the file is not what it writes.
"""

from __future__ import annotations

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from faheng.measures.funnel import FunnelLimit, city_limits, outside_limits  # noqa: E402

PAGE = FOLDER / "verdict-limits.md"
CASES = range(1, 201)
# A city of the size of 演示市: 334 appearances in 395 hearings.
CITY_SUCCESSES, CITY_TRIALS = 334, 395
_HEAD = f"""# Limits of verdicts

Written by `docs/verdict_limits.py` from `faheng/measures/funnel.py`; tests/test_verdict.py checks the limits against SciPy's
`binom` and `hypergeom`. With n cases a county is 可能劣于 (p < 0.05) below the first number and 可能优于 above the second, 明显
(p < 0.002) below and above those in brackets; — where no number of successes would be told apart. The columns: against a
published rate of 85 % and of 95 %, and against the rest of a city with {CITY_SUCCESSES} of {CITY_TRIALS} in all
(the county among them).

| n | 85 %: fewer than | more than | 95 %: fewer than | more than | city: fewer than | more than |
| --- | --- | --- | --- | --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    limits = [
        outside_limits(rate=0.85, trials=CASES),
        outside_limits(rate=0.95, trials=CASES),
        city_limits(city_successes=CITY_SUCCESSES, city_trials=CITY_TRIALS, trials=CASES),
    ]
    rows = []
    for index, n in enumerate(CASES):
        cells = [text for each in limits for text in _cells(*each[2 * index : 2 * index + 2])]
        rows.append(f"| {n} | {' | '.join(cells)} |")
    return _HEAD + "\n".join(rows) + "\n"


def _cells(likely: FunnelLimit, clear: FunnelLimit) -> tuple[str, str]:
    low = _pair(likely.low if likely.low > 0 else None, clear.low if clear.low > 0 else None)
    high = _pair(
        likely.high if likely.high < likely.trials else None,
        clear.high if clear.high < clear.trials else None,
    )
    return low, high


def _pair(likely: int | None, clear: int | None) -> str:
    return f"{'—' if likely is None else likely} ({'—' if clear is None else clear})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
