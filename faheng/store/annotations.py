"""标注: events that the office pins to an indicator, a region and a period, drawn on its trend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from faheng.period import Period, period_from_code
from faheng.roles import Actor
from faheng.store.access import require
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.queries import run_query

MOST_LETTERS = 40


@dataclass(frozen=True)
class Annotation:
    """What happened, to what and when; `region_code` is '' for the whole city. Dated, but not part of a release."""

    annotation_id: int
    indicator_code: str
    city_code: str
    region_code: str
    period: Period
    text: str
    author: str
    added_at: datetime


def annotations_of(store: Store, *, city_code: str, indicator_code: str) -> tuple[Annotation, ...]:
    """The events pinned to a city's indicator now, the oldest period first."""
    everything: tuple[Annotation, ...] = store.remember("annotations", lambda: _read(store))
    found = [one for one in everything if (one.city_code, one.indicator_code) == (city_code, indicator_code)]
    return tuple(sorted(found, key=lambda one: (one.period.year, one.period.first_month, one.annotation_id)))


def annotate(
    store: Store,
    *,
    indicator_code: str,
    city_code: str,
    region_code: str,
    period_code: str,
    text: str,
    actor: Actor,
    added_at: datetime | None = None,
) -> int:
    """Pin an event; its number. `region_code` is one of the city's parts, or '' for the whole city.

    Raises:
        AccessError: the actor has neither 审核 nor 发布.
        StoreError: the text is empty or too long, or there is no such indicator, region or period.
    """
    require(actor, "reviewer", "publisher")
    text = " ".join(text.split())
    if not 0 < len(text) <= MOST_LETTERS or not text.isprintable():
        raise StoreError(f"请用一句不超过 {MOST_LETTERS} 个字的话写明发生了什么，没有写入。")
    catalogue = store.catalogue(store.latest_release)
    parts = {"", *(region.code for region in catalogue.parts_of(city_code))}
    if indicator_code not in catalogue.indicators or city_code not in catalogue.regions:
        raise StoreError("目录里没有这个指标或市，没有写入。")
    if region_code not in parts:
        raise StoreError(
            f"{catalogue.known_region(city_code).name}没有代码为 {region_code} 的地区，没有写入。"
        )
    try:
        period_from_code(period_code)
    except ValueError:
        raise StoreError(f"“{period_code}”不是时期，没有写入。") from None
    with store.writing() as cursor:
        number: int = run_query(cursor, "annotation_next")[0].annotation_id
        run_query(
            cursor,
            "write_annotation",
            annotation_id=number,
            indicator_code=indicator_code,
            city_code=city_code,
            region_code=region_code,
            period=period_code,
            text=text,
            author=actor.name,
            account_id=actor.account_id,
            added_at=added_at or datetime.now().replace(microsecond=0),
        )
        detail = {"indicator": indicator_code, "region": region_code or city_code, "period": period_code}
        record(cursor, actor, "annotated", f"annotation:{number}", {**detail, "text": text})
    return number


def remove_annotation(store: Store, annotation_id: int, *, actor: Actor) -> None:
    """Take an event off the charts; it stays on record.

    Raises:
        AccessError: the actor has neither 审核 nor 发布.
        StoreError: it is not there (any more).
    """
    require(actor, "reviewer", "publisher")
    with store.writing() as cursor:
        rows = run_query(cursor, "annotation_list")
        found = next((row for row in rows if row.annotation_id == annotation_id), None)
        if found is None:
            raise StoreError("这条标注已经撤下，没有改动。")
        run_query(
            cursor,
            "write_removed_annotation",
            annotation_id=annotation_id,
            removed_by=actor.name,
            removed_at=datetime.now().replace(microsecond=0),
        )
        record(cursor, actor, "annotation removed", f"annotation:{annotation_id}", {"text": found.text})


def _read(store: Store) -> tuple[Annotation, ...]:
    return tuple(
        Annotation(
            row.annotation_id,
            row.indicator_code,
            row.city_code,
            row.region_code,
            period_from_code(row.period),
            row.text,
            row.author,
            row.added_at,
        )
        for row in store.now("annotation_list")
    )
