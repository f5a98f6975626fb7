"""操作记录: every event as a sentence a person reads, a page of what was found, and all of it as a table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from faheng.catalogue import Catalogue
from faheng.period import period_from_code
from faheng.review_reasons import REVIEW_REASONS
from faheng.roles import Actor
from faheng.store.accounts import list_accounts
from faheng.store.audit import ACT_NAMES, Search, found_events
from faheng.store.database import Store
from faheng.store.rules import RULE_NAMES
from faheng.tables import Column, Table

A_PAGE = 200
MOST_EXPORTED = 20_000  # rows: some 10 seconds to write
SUBJECT_NAMES = {"submission": "报送", "release": "版", "account": "账号"}
_COLUMNS = (
    Column("number", "序号", decimals=0),
    Column("happened_at", "时间"),
    Column("who", "人员"),
    Column("act", "操作"),
    Column("sentence", "内容"),
    Column("origin", "来自"),
)
_MOST_LISTED = 5  # cells or values that a sentence names; the rest is counted


@dataclass(frozen=True)
class RecordPage:
    """One page of what was found: `total` events in all; those older than `older` follow, None on the last page."""

    table: Table
    total: int
    older: int | None


def record_page(store: Store, search: Search, *, actor: Actor, before: int | None = None) -> RecordPage:
    """The newest A_PAGE events that fit, of those older than `before`; `keys` of the table are the numbers.

    Raises:
        faheng.store.access.AccessError: the actor has no 管理.
    """
    rows = found_events(store, search, actor=actor, before=before, most=A_PAGE + 1)
    shown = rows[:A_PAGE]
    return RecordPage(
        _table(store, shown, source=""),
        _total(rows),
        shown[-1].number if len(rows) > A_PAGE else None,
    )


def record_table(store: Store, search: Search, *, actor: Actor) -> Table:
    """All events that fit, newest first, at most MOST_EXPORTED of them: what is exported.

    Raises:
        faheng.store.access.AccessError: the actor has no 管理.
    """
    rows = found_events(store, search, actor=actor, most=MOST_EXPORTED)
    total = _total(rows)
    left = f"，只含最近 {MOST_EXPORTED} 条，请按时间分段导出" if total > len(rows) else ""
    return _table(store, rows, source=f"法衡操作记录，符合条件的共 {total} 条{left}")


def _total(rows: list[Any]) -> int:
    return int(rows[0].events) if rows else 0


def _table(store: Store, rows: list[Any], *, source: str) -> Table:
    latest = store.latest_release
    catalogue = store.catalogue(latest) if latest else None
    people = {number: account.name for number, account in list_accounts(store).items()}
    return Table(
        title="操作记录",
        columns=_COLUMNS,
        rows=tuple(
            (
                row.number,
                f"{row.happened_at:%Y-%m-%d %H:%M:%S}",
                row.who,
                ACT_NAMES.get(row.act, row.act),
                sentence(row.act, row.subject, json.loads(row.detail), people=people, catalogue=catalogue),
                row.origin,
            )
            for row in rows
        ),
        keys=tuple(str(row.number) for row in rows),
        source=source,
    )


@dataclass(frozen=True)
class _Event:
    """An event with what its sentence needs."""

    act: str
    subject: str
    detail: Mapping[str, Any]
    people: Mapping[int, str]
    catalogue: Catalogue | None

    @property
    def number(self) -> str:
        return self.subject.partition(":")[2]

    @property
    def person(self) -> str:
        """Whose account it is about."""
        return self.people.get(int(self.number), f"账号 {self.number}") if self.number.isdigit() else ""


def sentence(
    act: str,
    subject: str,
    detail: Mapping[str, Any],
    *,
    people: Mapping[int, str],
    catalogue: Catalogue | None = None,
) -> str:
    """An event in words: `退回报送 12：年度!D7 口径不对`; one of a kind that has no words yet says what it holds."""
    event = _Event(act, subject, detail, people, catalogue)
    words = _SENTENCES.get(act, _anything)
    try:
        return words(event) or _anything(event)
    except (
        KeyError,
        TypeError,
        ValueError,
        IndexError,
    ):  # written by another version: better plain than not at all
        return _anything(event)


def _anything(event: _Event) -> str:
    kind, _, number = event.subject.partition(":")
    about = f"第 {number} 版" if kind == "release" else f"{SUBJECT_NAMES.get(kind, kind)} {number}".strip()
    said = "，".join(
        f"{name} {_plain(value)}" for name, value in event.detail.items() if value not in ("", None)
    )
    head = f"{ACT_NAMES.get(event.act, event.act)} {about}".strip()
    return f"{head}：{said}" if said else head


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _listed(texts: list[str]) -> str:
    more = f"；等 {len(texts)} 处" if len(texts) > _MOST_LISTED else ""
    return "；".join(texts[:_MOST_LISTED]) + more


def _with_reason(text: str, reason: str) -> str:
    return f"{text}：{reason}" if reason else text


def _roles(event: _Event) -> str:
    before, after = event.detail["before"] or "浏览", event.detail["after"] or "浏览"
    return f"{event.person}的权限从“{before}”改为“{after}”"


def _state(event: _Event) -> str:
    (name, was_active), (new_name, is_active) = event.detail["before"], event.detail["after"]
    facts = [f"{name}改名为{new_name}"] if name != new_name else []
    if was_active != is_active:
        facts.append(f"{'恢复' if is_active else '停用'}{new_name}的账号")
    return "，".join(facts) or f"{new_name}的账号没有变化"


def _rules(event: _Event) -> str:
    def said(value: Any) -> str:
        return {True: "开", False: "关"}.get(value, str(value)) if isinstance(value, bool) else _plain(value)

    return "；".join(
        f"{RULE_NAMES.get(name, name)}：{said(before)} → {said(after)}"
        for name, (before, after) in event.detail.items()
    )


def _returned(event: _Event) -> str:
    points = [
        f"{cell or '整份'} {text if reason == 'other' else REVIEW_REASONS.get(reason, reason)}"
        + (f"（{text}）" if text and reason != "other" else "")
        for cell, reason, text in event.detail["cells"]
    ]
    return f"退回报送 {event.number}：{_listed(points)}"


def _withdrawn(event: _Event) -> str:
    values = [_value(event.catalogue, *key[:3]) for key in event.detail["values"]]
    return _with_reason(f"撤回 {_listed(values)}，成为第 {event.number} 版", event.detail["reason"])


def _value(catalogue: Catalogue | None, indicator: str, region: str, period: str) -> str:
    if catalogue is None:
        return f"{indicator} {region} {period}"
    names = catalogue.known_region(region).name, catalogue.known_indicator(indicator).name
    return f"{names[0]}{period_from_code(period)}{names[1]}"


def _published(event: _Event) -> str:
    numbers = "、".join(str(number) for number in event.detail["submissions"])
    text = f"发布第 {event.number} 版：报送 {numbers}，{event.detail['values']} 个数"
    later = f"，{event.detail['public_from'][:16]} 起公开" if "public_from" in event.detail else ""
    return f"{text}{later}；{event.detail['note']}" if event.detail["note"] else f"{text}{later}"


def _discarded(event: _Event) -> str:
    if "replaced_by" in event.detail:
        return f"报送 {event.number} 由报送 {event.detail['replaced_by']} 代替"
    return f"撤下报送 {event.number}：{event.detail['file']}"


def _backup(event: _Event) -> str:
    text = f"备份 {event.detail['file']}，第 {event.number} 版"
    return f"{text}；数据有 {event.detail['problems']} 处问题" if event.detail["problems"] else text


def _export(event: _Event) -> str:
    kind, _, number = event.subject.partition(":")
    of = {"release": f"（第 {number} 版）", "submission": f"（报送 {number}）"}.get(kind, "")
    return f"导出“{event.detail['title']}”{of}"


_DONE = {"added": "收藏了一个页面", "renamed": "改了一个收藏的名字", "removed": "删去一个收藏"}
_DECK_DONE = {
    "made": "新建汇报",
    "copied": "复制成汇报",
    "saved": "修改汇报",
    "renamed": "汇报改名为",
    "shared": "共享汇报",
    "unshared": "不再共享汇报",
    "removed": "删去汇报",
    "restored": "恢复汇报",
}
_MASTER_DONE = {"set": "PowerPoint 母版换成", "removed": "停用 PowerPoint 母版"}
_SENTENCES: dict[str, Callable[[_Event], str]] = {
    "first account": lambda event: f"建立第一个管理账号 {event.detail['login_name']}",
    "account": lambda event: (
        f"新建账号 {event.person}（{event.detail['login_name']}）：{event.detail['roles'] or '浏览'}"
    ),
    "roles": _roles,
    "account state": _state,
    "password given": lambda event: f"给{event.person}（{event.detail['login_name']}）重设了密码",
    "password changed": lambda _: "修改了自己的密码",
    "sign-in": lambda _: "登录",
    "failed sign-in": lambda event: f"登录失败，填的登录名是“{event.detail['login_name']}”",
    "sign-out": lambda _: "退出",
    "rule": _rules,
    "backup": _backup,
    "failed backup": lambda event: _with_reason("备份没有做成", event.detail["reason"]),
    "restored": lambda event: (
        f"恢复 {event.detail['made_at'].replace('T', ' ')[:16]} 的备份 {event.detail['file']}；"
        f"原来的数据在 {event.detail['replaced']}，它的记录到 {event.detail['replaced_head'] or '读不出来'}"
    ),
    "submission": lambda event: f"报送 {event.number}：{event.detail['file']}，{event.detail['values']} 个数",
    "returned": _returned,
    "answered": lambda event: f"答复报送 {event.number} 的退回：{_listed(event.detail['answers'])}",
    "accepted": lambda event: f"报送 {event.number} 审核通过",
    "discarded": _discarded,
    "attachment": lambda event: f"给报送 {event.number} 附上佐证：{event.detail['file']}",
    "published": _published,
    "withdrawn": _withdrawn,
    "undone": lambda event: _with_reason(
        f"撤销第 {event.detail['undoes']} 版，成为第 {event.number} 版，{event.detail['values']} 个数",
        event.detail["reason"],
    ),
    "embargo": lambda event: (
        f"第 {event.number} 版的公开时间从 {event.detail['from'][:16]} 改为 {event.detail['to'][:16]}"
    ),
    "embargo ended": lambda event: f"第 {event.number} 版到时公开",
    "frozen": lambda event: f"为“{event.detail['name']}”冻结第 {event.number} 版",
    "unfrozen": lambda event: f"解冻第 {event.number} 版（“{event.detail['name']}”）",
    "finalised": lambda event: f"{event.detail['values']} 个暂定数转为正式，成为第 {event.number} 版",
    "annotated": lambda event: (
        f"标注{_value(event.catalogue, *(event.detail[key] for key in ('indicator', 'region', 'period')))}："
        f"{event.detail['text']}"
    ),
    "annotation removed": lambda event: f"撤下标注：{event.detail['text']}",
    "catalogue": lambda event: f"指标目录和地区更新为第 {event.number} 版，{event.detail['rows']} 处变化",
    "export": _export,
    "saved view": lambda event: _DONE[event.detail["done"]],
    "deck": lambda event: f"{_DECK_DONE[event.detail['done']]}“{event.detail['name']}”",
    "deck master": lambda event: f"{_MASTER_DONE[event.detail['done']]}“{event.detail['file']}”",
}
