"""When forms are due: the office's rule of so many days after the period, or a date that somebody set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from faheng.period import MONTHS_IN, Period
from faheng.roles import Actor
from faheng.store.access import require
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.queries import run_query
from faheng.store.rules import OfficeRules, office_rules

_LATEST = 366  # days after the period; later is a slip of the pen


@dataclass(frozen=True)
class Deadline:
    """The last day on which a form is in time; `set_by` is empty where the rule says so."""

    due_on: date
    set_by: str = ""


def deadline_by_rule(period: Period, rules: OfficeRules) -> date:
    """The last day for the form of a period where nobody set another."""
    return period.last_day + timedelta(days=rules.days_after(period.frequency))


def deadlines(store: Store, city_code: str, periods: Iterable[Period]) -> dict[Period, Deadline]:
    """When the forms of these periods are due in a city."""
    rules = office_rules(store)
    rows = run_query(store.root.cursor(), "deadlines", city_code=city_code)
    by_hand = {row.period: Deadline(row.due_on, row.set_by) for row in rows}
    return {
        period: by_hand.get(period.code) or Deadline(deadline_by_rule(period, rules)) for period in periods
    }


def set_deadline(store: Store, city_code: str, period: Period, due_on: date | None, *, actor: Actor) -> None:
    """Set the last day for a city's form of a period; None gives the rule its say back.

    Raises:
        AccessError: the actor has neither 管理 nor 审核.
        StoreError: no such city or form, the day cannot be meant, or nothing differs.
    """
    require(actor, "administrator", "reviewer")
    if city_code not in {city.code for city in store.catalogue(store.latest_release).cities}:
        raise StoreError(f"目录里没有要报送的市 {city_code}，没有改动。")
    if period.frequency not in MONTHS_IN:
        raise StoreError(f"{period}没有填报表，没有改动。")
    if due_on is not None and not period.last_day <= due_on <= period.last_day + timedelta(days=_LATEST):
        raise StoreError(
            f"{period}的截止日期应在 {period.last_day:%Y-%m-%d} 之后一年以内，现在是 {due_on:%Y-%m-%d}。没有改动。"
        )
    before = deadlines(store, city_code, [period])[period]
    after = Deadline(due_on, actor.name) if due_on else None
    if (after is None and not before.set_by) or (after is not None and before.due_on == after.due_on):
        raise StoreError(f"{period}的截止日期没有变化。")
    with store.writing() as cursor:
        number: int = run_query(cursor, "deadline_next")[0].deadline_id
        run_query(
            cursor,
            "write_deadline",
            deadline_id=number,
            city_code=city_code,
            period=period.code,
            due_on=due_on,
            set_by=actor.name,
            account_id=actor.account_id,
            set_at=datetime.now().replace(microsecond=0),
        )
        detail = {"period": period.code, "due_on": [before.due_on, due_on or "rule"]}
        record(cursor, actor, "deadline", f"region:{city_code}", detail)
