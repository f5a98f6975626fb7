"""How the office wants it: whether strangers may look, the second pair of eyes, what is kept. Set on the 设置 page."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from faheng.roles import Actor
from faheng.store.access import require
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.queries import run_query


@dataclass(frozen=True)
class OfficeRules:
    """`open_viewing`: whoever opens the address may look without signing in; `four_eyes`: nobody is the only reviewer of
    a file they sent.
    """

    open_viewing: bool = False
    four_eyes: bool = True


RULE_NAMES = {"open_viewing": "不登录也能看", "four_eyes": "报送人不能自己审核"}


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
        StoreError: the actor is no 管理.
    """
    require(actor, "administrator")
    before = asdict(office_rules(store))
    changed = {name: value for name, value in asdict(rules).items() if value != before[name]}
    if not changed:
        raise StoreError("设置没有变化。")
    with store.writing() as cursor:
        for name, value in changed.items():
            run_query(cursor, "write_forgotten_rule", name=name)
            run_query(cursor, "write_rule", name=name, value=json.dumps(value))
        record(cursor, actor, "rule", detail={name: [before[name], value] for name, value in changed.items()})
