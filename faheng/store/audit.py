"""The record of every act (操作记录): a chain, in which each event carries the hash of the one before."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, NamedTuple

import duckdb

from faheng.roles import Actor
from faheng.store.access import require
from faheng.store.database import Store
from faheng.store.queries import run_query

_FIRST = "0" * 64  # what the first event carries for the one before
_AT_A_TIME = 5_000

# What the record calls each act, on screen and in the .xlsx.
ACT_NAMES = {
    "first account": "建立管理员",
    "account": "新建账号",
    "roles": "调整权限",
    "account state": "改名或停用",
    "password given": "重设密码",
    "password changed": "修改密码",
    "sign-in": "登录",
    "failed sign-in": "登录失败",
    "sign-out": "退出",
    "rule": "修改设置",
    "deadline": "调整报送期限",
    "submission": "报送",
    "returned": "退回",
    "answered": "答复退回",
    "accepted": "审核通过",
    "discarded": "撤下报送",
    "attachment": "上传佐证",
    "published": "发布",
    "withdrawn": "撤回数据",
    "undone": "撤销发布",
    "embargo": "改公开时间",
    "embargo ended": "到时公开",
    "frozen": "冻结一版",
    "unfrozen": "解冻",
    "finalised": "暂定转正式",
    "annotated": "标注事件",
    "annotation removed": "撤下标注",
    "catalogue": "更新目录",
    "export": "导出",
    "backup": "备份",
    "failed backup": "备份失败",
    "restored": "恢复备份",
    "saved view": "整理收藏",
    "deck": "整理汇报",
    "deck master": "更换母版",
}


class ChainHead(NamedTuple):
    """The newest event: its number and hash. Whoever keeps a copy can prove later that nothing before it changed."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}-{self.hash}"


def event_hash(
    *,
    number: int,
    happened_at: datetime,
    account_id: int,
    who: str,
    origin: str,
    act: str,
    subject: str,
    detail: str,
    previous_hash: str,
) -> str:
    """SHA-256 over the event as a JSON list in this order, in UTF-8: anybody can compute it again."""
    row = [number, f"{happened_at:%Y-%m-%d %H:%M:%S}", account_id, who, origin, act, subject, detail]
    text = json.dumps([*row, previous_hash], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


def record(
    cursor: duckdb.DuckDBPyConnection,
    actor: Actor,
    act: str,
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add an event inside the transaction of the act itself: both are kept, or neither.

    `act` is one of ACT_NAMES; `subject` names what it was done to, like `submission:12`.
    """
    if act not in ACT_NAMES:
        raise KeyError(act)
    last = run_query(cursor, "audit_last")
    event: dict[str, Any] = {
        "number": last[0].number + 1 if last else 1,
        "happened_at": datetime.now().replace(microsecond=0),
        "account_id": actor.account_id,
        "who": actor.name,
        "origin": actor.origin,
        "act": act,
        "subject": subject,
        "detail": json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str),
        "previous_hash": last[0].hash if last else _FIRST,
    }
    run_query(cursor, "write_audit_event", **event, hash=event_hash(**event))


def note(
    store: Store, actor: Actor, act: str, subject: str = "", detail: Mapping[str, Any] | None = None
) -> None:
    """Add an event for an act that writes nothing else: an export, a failed sign-in."""
    with store.writing() as cursor:
        record(cursor, actor, act, subject, detail)


def chain_head(cursor: duckdb.DuckDBPyConnection) -> ChainHead:
    """The newest event; number 0 while there is none."""
    last = run_query(cursor, "audit_last")
    return ChainHead(last[0].number, last[0].hash) if last else ChainHead(0, _FIRST)


@dataclass(frozen=True)
class Search:
    """What is looked for in the record; None asks for nothing. `subject` is one thing (`release:7`) or a kind of thing
    (`release`); `until` is the first moment that is too late.
    """

    who: str | None = None
    act: str | None = None
    subject: str | None = None
    words: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def found_events(
    store: Store, search: Search, *, actor: Actor, before: int | None = None, most: int
) -> list[Any]:
    """The newest `most` events that fit and are older than number `before`, newest first; for 管理.

    Columns of queries/audit_found.sql: `events` says in every row how many fit in all.

    Raises:
        AccessError: the actor has no 管理.
    """
    require(actor, "administrator")
    return run_query(store.root.cursor(), "audit_found", **asdict(search), before=before, most=most)


def recorded_names(store: Store) -> list[str]:
    """Everybody who stands in the record, by name."""
    return [row.who for row in run_query(store.root.cursor(), "audit_people")]


def chain_problems(cursor: duckdb.DuckDBPyConnection, *, head: str = "") -> list[str]:
    """What is wrong with the record, as words; nothing when it is whole.

    `head` is a hash (or `number-hash`) that was printed on a receipt, backup or deck: it must be in the chain.
    """
    number, previous = 0, _FIRST
    wanted = head.rpartition("-")[2].strip().lower()
    is_found = not wanted
    problems = []
    for row in _events(cursor):
        if row.number != number + 1:
            problems.append(f"操作记录：第 {number} 条之后是第 {row.number} 条，中间缺了。")
        if row.previous_hash != previous:
            problems.append(f"操作记录第 {row.number} 条：与前一条接不上。")
        content = {name: value for name, value in row._asdict().items() if name != "hash"}
        if not hmac.compare_digest(event_hash(**content), row.hash):
            problems.append(
                f"操作记录第 {row.number} 条（{row.happened_at:%Y-%m-%d %H:%M} {row.who}）：内容被改过。"
            )
        is_found = is_found or row.hash == wanted
        number, previous = row.number, row.hash
    if not is_found:
        problems.append(f"操作记录里没有 {head}：它之后的记录被换过，或这不是同一个数据库。")
    return problems


def _events(cursor: duckdb.DuckDBPyConnection) -> Iterator[Any]:
    after = 0
    while rows := run_query(cursor, "audit_chain", after=after, most=_AT_A_TIME):
        yield from rows
        after = rows[-1].number
