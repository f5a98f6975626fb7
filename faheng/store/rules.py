"""How the office wants it: whether strangers may look, the second pair of eyes, what is kept. Set on the 设置 page."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields

from faheng.roles import Actor
from faheng.store.access import require
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.queries import run_query


@dataclass(frozen=True)
class OfficeRules:
    """`open_viewing`: whoever opens the address may look without signing in; `four_eyes`: nobody is the only reviewer of
    a file they sent; `…_days`: how many days after the end of a period its form is due, unless somebody set a date;
    `backup_at`: when a backup is made every day (`02:30`, '' never); `keep_backups`: how many of them stay.
    """

    open_viewing: bool = False
    four_eyes: bool = True
    year_days: int = 31
    half_year_days: int = 20
    quarter_days: int = 15
    month_days: int = 10
    backup_at: str = "02:30"
    keep_backups: int = 14

    def days_after(self, frequency: str) -> int:
        """How many days after a period of `frequency` its form is due."""
        days: int = getattr(self, f"{frequency}_days")
        return days


RULE_NAMES = {
    "open_viewing": "不登录也能看",
    "four_eyes": "报送人不能自己审核",
    "year_days": "年报期限（年末后天数）",
    "half_year_days": "半年报期限（半年末后天数）",
    "quarter_days": "季报期限（季末后天数）",
    "month_days": "月报期限（月末后天数）",
    "backup_at": "每天备份的时间",
    "keep_backups": "保留几份备份",
}
MOST_DAYS = 180
MOST_BACKUPS = 400


def _check(rules: OfficeRules) -> None:
    for name, days in asdict(rules).items():
        if name.endswith("_days") and not 1 <= days <= MOST_DAYS:
            raise StoreError(f"{RULE_NAMES[name]}应在 1 到 {MOST_DAYS} 之间，现在是 {days}。没有改动。")
    if rules.backup_at and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", rules.backup_at):
        raise StoreError(f"每天备份的时间应写成 02:30 这样，现在是“{rules.backup_at}”。没有改动。")
    if not 1 <= rules.keep_backups <= MOST_BACKUPS:
        raise StoreError(
            f"保留的备份应在 1 到 {MOST_BACKUPS} 份之间，现在是 {rules.keep_backups}。没有改动。"
        )


def office_rules(store: Store) -> OfficeRules:
    """The rules that hold now."""
    rules: OfficeRules = store.remember("rules", lambda: _read(store))
    return rules


def _read(store: Store) -> OfficeRules:
    known = {field.name for field in fields(OfficeRules)}
    rows = store.now("office_rules")
    return OfficeRules(**{row.name: json.loads(row.value) for row in rows if row.name in known})


def change_rules(store: Store, rules: OfficeRules, *, actor: Actor) -> None:
    """Set all rules; what differs is recorded.

    Raises:
        StoreError: the actor is no 管理, nothing differs, or a value cannot be meant.
    """
    require(actor, "administrator")
    _check(rules)
    before = asdict(office_rules(store))
    changed = {name: value for name, value in asdict(rules).items() if value != before[name]}
    if not changed:
        raise StoreError("设置没有变化。")
    with store.writing() as cursor:
        for name, value in changed.items():
            run_query(cursor, "write_forgotten_rule", name=name)
            run_query(cursor, "write_rule", name=name, value=json.dumps(value))
        record(cursor, actor, "rule", detail={name: [before[name], value] for name, value in changed.items()})
