"""暂定转正式: the provisional figures of a city and a period become final by a release of its own."""

from __future__ import annotations

from dataclasses import replace

from faheng.catalogue import Catalogue
from faheng.intake.reading import Value
from faheng.period import period_from_code
from faheng.roles import Actor
from faheng.store.access import require
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.queries import run_query, stage
from faheng.store.release_steps import new_release, refuse_what_checks_find, require_seen
from faheng.store.submissions import VALUE_COLUMNS, cells_of, value_from_row


def provisional_values(
    store: Store, *, release: int, city_code: str, period_code: str | None, indicator_code: str | None = None
) -> list[Value]:
    """What is 暂定 of a city and its regions in a release: of a period and an indicator, or of all of them."""
    return [
        value
        for value, _ in _provisional(store, store.catalogue(release), release, city_code, period_code)
        if indicator_code in (None, value.indicator_code)
    ]


def _provisional(
    store: Store, catalogue: Catalogue, release: int, city_code: str, period_code: str | None
) -> list[tuple[Value, int]]:
    rows = store.read(
        "published_values",
        release=release,
        region_codes=[city_code, *(region.code for region in catalogue.parts_of(city_code))],
        periods=None if period_code is None else [period_code],
    )
    return [(value_from_row(row), row.submission_id) for row in rows if row.status == "provisional"]


def make_final(
    store: Store,
    *,
    city_code: str,
    period_code: str,
    indicator_code: str | None = None,
    actor: Actor,
    note: str = "",
    seen_release: int | None = None,
) -> int:
    """Turn what is 暂定 of a city and a period, or of one indicator of it, into final figures; the new release.

    Values, parts, source cells and submissions stay as they are.

    Raises:
        AccessError: the actor has no 发布.
        ReleaseMovedError: somebody published since the preview.
        StoreError: nothing of it is 暂定, or a check refuses.
    """
    require(actor, "publisher")
    with store.writing() as cursor:
        latest = require_seen(cursor, seen_release)
        catalogue = store.catalogue(latest)
        found = [
            (value, number)
            for value, number in _provisional(store, catalogue, latest, city_code, period_code)
            if indicator_code in (None, value.indicator_code)
        ]
        where = f"{catalogue.known_region(city_code).name}{period_from_code(period_code)}"
        if indicator_code is not None:
            where += f"“{catalogue.known_indicator(indicator_code).name}”"
        if not found:
            raise StoreError(f"{where}没有暂定数，没有写入。")
        facts = f"{where} {len(found)} 个暂定数转为正式"
        words = f"{facts}：{note.strip()}" if note.strip() else facts
        release = new_release(cursor, "final", actor, words)
        rows = [(*cells_of(replace(value, status="final")), number) for value, number in found]
        stage(cursor, (*VALUE_COLUMNS, "submission_id"), rows)
        run_query(cursor, "write_closed_observations", release=release)
        run_query(cursor, "write_observations", release=release)
        refuse_what_checks_find(cursor, release)
        detail = {"city": city_code, "period": period_code, "values": len(found), "note": note.strip()}
        detail |= {"indicator": indicator_code} if indicator_code else {}
        record(cursor, actor, "finalised", f"release:{release}", detail)
    return release
