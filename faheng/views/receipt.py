"""回执: what was received of a sender, with the file's hash, every value and the head of the record; to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from faheng.measures.wording import full_width
from faheng.roles import Actor
from faheng.store.audit import ACT_NAMES, chain_head
from faheng.store.database import Store
from faheng.store.embargo import newest_for
from faheng.store.queries import run_query
from faheng.store.submissions import STATUS_NAMES, as_told, list_submissions, may_see, submission_values
from faheng.views.differences import value_words

_ON_THE_RECEIPT = ("returned", "answered", "accepted", "discarded")
_MARK = {
    "accepted": "通过审核的数",
    "released": "通过审核并发布的数",
    "undone": "通过审核、发布后又撤销的数",
    "discarded": "收到的数（已撤下）",
}


@dataclass(frozen=True)
class ReceiptValue:
    """One value in words, and the cell it stands in."""

    indicator: str
    region: str
    period: str
    words: str
    cell: str


@dataclass(frozen=True)
class Receipt:
    """What is printed. `steps` are what happened and when; `head` is `number-hash` of the newest event at `seen_at`."""

    number: int
    city: str
    unit: str
    person: str
    file_name: str
    file_sha256: str
    received_at: datetime
    note: str
    status: str
    steps: tuple[tuple[str, datetime], ...]
    values_title: str
    values: tuple[ReceiptValue, ...]
    head: str
    seen_at: datetime
    made_up: bool


def receipt(store: Store, number: int, *, actor: Actor, seen_at: datetime) -> Receipt | None:
    """The receipt of a submission; None when there is none, or the actor neither sent it nor may see it."""
    row = next((row for row in list_submissions(store) if row.submission_id == number), None)
    catalogue = store.catalogue(store.latest_release)
    if row is None:
        return None
    is_sender = row.account_id == actor.account_id and actor.has("reporter")
    if not is_sender and not may_see(actor, row, catalogue):
        return None
    (row,) = as_told(store, [row], actor=actor)
    values = submission_values(store, [number])[number]
    return Receipt(
        number=number,
        city=catalogue.known_region(row.city_code).name,
        unit=catalogue.known_region(row.sender_code).name,
        person=row.sent_by,
        file_name=row.file_name,
        file_sha256=row.file_sha256,
        received_at=row.received_at,
        note=row.note,
        status=STATUS_NAMES[row.status],
        steps=_steps(store, number, newest=newest_for(store, actor)),
        values_title=_MARK.get(row.status, "收到的数（还没有通过审核）"),
        values=tuple(
            ReceiptValue(
                f"{value.indicator_code} {full_width(catalogue.known_indicator(value.indicator_code).name)}",
                catalogue.known_region(value.region_code).name,
                str(value.period),
                value_words(value, catalogue),
                "、".join(value.cells) or "—",
            )
            for value in values
        ),
        head=str(chain_head(store.root.cursor())),
        seen_at=seen_at,
        made_up=any(catalogue.is_made_up(value.region_code) for value in values),
    )


def _steps(store: Store, number: int, *, newest: int) -> tuple[tuple[str, datetime], ...]:
    """Review and releases of the submission, oldest first; what was done before there was a record is not in it."""
    steps = [
        (ACT_NAMES[event.act], event.happened_at)
        for event in run_query(store.root.cursor(), "submission_events", subject=f"submission:{number}")
        if event.act in _ON_THE_RECEIPT
    ]
    steps += [
        (f"第 {row.release} 版发布", row.published_at)
        for row in run_query(store.root.cursor(), "submission_releases", submission_id=number)
        if row.release <= newest
    ]
    return tuple(sorted(steps, key=lambda step: step[1]))
