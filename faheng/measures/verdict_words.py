"""A verdict in words. Apart from wording.py, which reading a sheet needs without SciPy."""

from __future__ import annotations

from faheng.catalogue import Indicator
from faheng.measures.verdict import Verdict

_SIDES = {
    ("higher", "above"): "优于",
    ("higher", "below"): "劣于",
    ("lower", "above"): "劣于",
    ("lower", "below"): "优于",
    ("neutral", "above"): "高于",
    ("neutral", "below"): "低于",
}


def verdict_words(verdict: Verdict, indicator: Indicator, than: str) -> str:
    """`明显优于全市`, `可能低于全市`, `与全市看不出差别`, `案件太少，看不出好坏` (statistics.md).

    They follow the indicator's direction; a neutral one is only higher or lower.
    """
    if verdict.is_difference and verdict.side is not None:
        return f"{'明显' if verdict.is_clear else '可能'}{_SIDES[indicator.direction, verdict.side]}{than}"
    if verdict.too_few:
        cases = "案件" if indicator.count_model == "events" else "样本"
        return f"{cases}太少，看不出{'差别' if indicator.direction == 'neutral' else '好坏'}"
    return f"与{than}看不出差别"


def p_text(p: float) -> str:
    """`p=0.012`, `p<0.001`: never 0, and never 1 for what is not certain."""
    return "p<0.001" if p < 0.001 else f"p={min(p, 1):.3f}"
