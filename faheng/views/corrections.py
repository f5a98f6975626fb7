"""更正: which of the figures that are shown the release being read changed though they were final."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from faheng.catalogue import Catalogue, Indicator
from faheng.measures import rates, wording
from faheng.period import Period, period_from_code
from faheng.store.database import Store

_MOST_NAMED = 3


def correction_notes(
    store: Store,
    catalogue: Catalogue,
    indicator: Indicator,
    *,
    release: int,
    region_codes: Collection[str],
    periods: Iterable[Period],
) -> tuple[str, ...]:
    """`第 5 版更正：东湖区2024年原 91.20%，现 90.10%（漏计2件）。`, one line for all; nothing in most releases.

    A figure counts when it lies in one of `periods`: longer ones are made of it.
    """
    found = store.once(_release_row, release=release)
    if found is None or found.kind != "correction":
        return ()
    spans = [((period.year, period.first_month), (period.year, period.last_month)) for period in periods]
    rows = []
    for row in store.read(
        "release_corrections", release=release, number=release, indicator_code=indicator.code
    ):
        period = period_from_code(row.period)
        begin, end = (period.year, period.first_month), (period.year, period.last_month)
        if row.region_code in region_codes and any(first <= begin and end <= last for first, last in spans):
            rows.append((row, period))
    if not rows:
        return ()
    names = [f"{catalogue.known_region(row.region_code).name}{period}" for row, period in rows]
    if len(rows) == 1:
        row = rows[0][0]
        told = f"{names[0]}原 {_side(indicator, row, 'old_')}，现 {_side(indicator, row, '')}"
    elif len(rows) <= _MOST_NAMED:
        told = "、".join(names)
    else:
        told = f"{'、'.join(names[:_MOST_NAMED])}等 {len(rows)} 个数"
    why = f"（{found.note.rstrip('。')}）" if found.note else ""
    return (f"第 {release} 版更正：{told}{why}。",)


def _release_row(store: Store, *, release: int) -> Any | None:
    return next(iter(store.read("release_one", release=release, number=release)), None)


def _side(indicator: Indicator, row: Any, prefix: str) -> str:
    """The figure before or after, in words."""
    value, numerator, denominator = (
        getattr(row, f"{prefix}{name}") for name in ("value", "numerator", "denominator")
    )
    exact = rates.exact_value(indicator, value=value, numerator=numerator, denominator=denominator)
    if exact is None:
        status = getattr(row, f"{prefix}status")
        return wording.status_words(status, indicator) or wording.MISSING
    as_reported = indicator.has_parts and denominator is None
    return wording.format_value(rates.rounded(exact, indicator), indicator, as_reported=as_reported)
