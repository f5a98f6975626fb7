"""Submissions: one uploaded file as understood and confirmed by its sender, on its way to a release."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from faheng.catalogue import Catalogue
from faheng.intake.grid import Workbook
from faheng.intake.read import FileReading
from faheng.intake.reading import Issue, Value, blocking, withhold
from faheng.period import period_from_code
from faheng.roles import Actor
from faheng.store.access import AccessError, require
from faheng.store.answers import write_answers
from faheng.store.audit import record
from faheng.store.database import Store, StoreError
from faheng.store.embargo import newest_for, public_time
from faheng.store.queries import run_query, stage
from faheng.store.release_steps import released_statuses

VALUE_COLUMNS = (
    "indicator_code",
    "region_code",
    "period",
    "basis",
    "numerator",
    "denominator",
    "value",
    "status",
    "value_cell",
    "numerator_cell",
    "denominator_cell",
)


STATUS_NAMES = {
    "pending": "待审",
    "returned": "退回",
    "accepted": "通过",
    "released": "已发布",
    "undone": "已撤销",
    "discarded": "已撤下",
}
# Neither published nor taken back yet.
OPEN_STATUSES = ("pending", "returned", "accepted")


@dataclass(frozen=True)
class Sender:
    """Who sends a file: the city it is for, the unit (a region of the city, or the city), the person."""

    city_code: str
    unit_code: str
    person: str


_SAME_FILE_STATES = {
    "pending": "正等待审核",
    "accepted": "已通过审核，等待发布",
    "returned": "已被退回：请在“我的报送”里答复，或改好后上传新的文件",
}


class SameFileError(StoreError):
    """The very same file came before and still counts; nothing was changed."""


def check_new_file(store: Store, data_sha256: str) -> None:
    """Refuse a file that came before.

    Raises:
        SameFileError: says when and by whom it came.
    """
    for found in store.now("submission_same_file", file_sha256=data_sha256):
        state = (
            _released_words(store, found.release)
            if found.status == "released"
            else _SAME_FILE_STATES[found.status]
        )
        raise SameFileError(
            f"这份文件已由{found.sent_by}于{found.received_at:%Y年%m月%d日 %H:%M}报送"
            f"（文件名“{found.file_name}”，报送编号 {found.submission_id}），{state}，这次没有改动任何数据。"
        )


def _released_words(store: Store, release: int) -> str:
    if public_time(store, release) is not None:
        return "已通过审核，还没有公开"
    return f"已在第 {release} 版发布"


def save_submission(
    store: Store,
    file: FileReading,
    sender: Sender,
    *,
    actor: Actor,
    withheld: Collection[str] = (),
    acknowledged: Mapping[tuple[str, str], str] | None = None,
    note: str = "",
    received_at: datetime | None = None,
    replaces: int | None = None,
) -> int:
    """Keep the file, its values with the text of their cells, its issues and its sender's answers; return its number.

    `withheld` are cells marked 这格先不报: their values stay 未报. `acknowledged` gives the reason why the warnings of
    a cell and rule are no mistakes. `replaces` is the unit's earlier submission that this one corrects: it is taken
    back.

    Raises:
        AccessError: the actor has no 填报 for the unit, or for the region of one of the values.
        SameFileError: the file came before.
        StoreError: errors block it, a doubt has no answer, a warning no reason, nobody is named, or nothing is in it.
    """
    require(actor, "reporter")
    reasons = {key: reason.strip() for key, reason in (acknowledged or {}).items()}
    _require_settled(file, sender, withheld, reasons)
    reading = withhold(file.reading, withheld)
    if not reading.values:
        raise StoreError(f"“{file.file_name}”里没有读到任何数据，请核对是否选错了文件。")
    _require_own_regions(store, reading.values, sender, actor)
    received_at = received_at or datetime.now().replace(microsecond=0)
    digest = store.keep_file(file.data)
    with store.writing() as cursor:
        check_new_file(store, digest)
        if replaces is not None:
            _take_back(cursor, replaces, sender)
        number: int = run_query(cursor, "submission_next")[0].submission_id
        if replaces is not None:
            record(cursor, actor, "discarded", f"submission:{replaces}", {"replaced_by": number})
        run_query(
            cursor,
            "write_submission",
            submission_id=number,
            file_name=file.file_name,
            file_sha256=digest,
            city_code=sender.city_code,
            sender_code=sender.unit_code,
            sent_by=sender.person.strip(),
            account_id=actor.account_id,
            received_at=received_at,
            note=note,
            replaces=replaces,
        )
        stage(cursor, VALUE_COLUMNS, [cells_of(value) for value in reading.values])
        run_query(cursor, "write_submission_values", submission_id=number)
        used = {cell for value in reading.values for cell in value.cells}
        stage(
            cursor,
            ("cell", "text", "number_format"),
            [_source_cell(file.workbook, cell) for cell in sorted(used)],
        )
        run_query(cursor, "write_submission_cells", submission_id=number)
        if file.issues:
            stage(
                cursor,
                ("cell", "level", "rule", "message", "withheld", "reason"),
                [
                    (
                        i.cell,
                        i.level,
                        i.rule,
                        i.message,
                        i.cell in withheld,
                        reasons.get((i.cell, i.rule), ""),
                    )
                    for i in file.issues
                ],
            )
            run_query(cursor, "write_issues", submission_id=number)
        if file.form:
            write_answers(
                cursor,
                city_code=sender.city_code,
                sender_code=sender.unit_code,
                form=file.form,
                answers=file.answers,
                person=sender.person.strip(),
                answered_at=received_at,
            )
        detail = {"file": file.file_name, "sha256": digest, "values": len(reading.values)}
        record(cursor, actor, "submission", f"submission:{number}", detail)
    return number


def _require_own_regions(store: Store, values: Sequence[Value], sender: Sender, actor: Actor) -> None:
    """Whoever reports for one county writes figures of no other."""
    catalogue = store.catalogue(store.latest_release)
    if not actor.may_report(sender.unit_code, catalogue):
        unit = catalogue.known_region(sender.unit_code).name
        raise AccessError(f"{actor.name}没有为{unit}报送的权限，没有写入：请联系管理员。")
    for value in values:
        if not actor.may_report(value.region_code, catalogue):
            region = catalogue.known_region(value.region_code).name
            place = value.cells[0] if value.cells else ""
            raise AccessError(
                f"{place}是{region}的数，{actor.name}没有为{region}报送的权限，没有写入：请从表里去掉，或联系管理员。"
            )


def _take_back(cursor: duckdb.DuckDBPyConnection, number: int, sender: Sender) -> None:
    """An earlier submission of the unit gives way to its corrected file."""
    found = [
        row
        for row in run_query(cursor, "submission_list", city_code=None, status=None)
        if row.submission_id == number
    ]
    if (
        not found
        or found[0].sender_code != sender.unit_code
        or found[0].status not in ("pending", "returned")
    ):
        raise StoreError(f"报送 {number} 不能由这份文件代替：它不是这个单位待审或退回的报送。没有写入。")
    run_query(cursor, "write_submission_status", submission_ids=[number], status="discarded")


def unacknowledged(
    issues: Collection[Issue], withheld: Collection[str], acknowledged: Mapping[tuple[str, str], str]
) -> list[Issue]:
    """Return the warnings that still wait for a reason: not at a withheld cell, and none given for cell and rule."""
    held = frozenset(withheld)
    return [
        issue
        for issue in issues
        if issue.level == "warning"
        and issue.cell not in held
        and not acknowledged.get((issue.cell, issue.rule), "").strip()
    ]


def _require_settled(
    file: FileReading, sender: Sender, withheld: Collection[str], reasons: Mapping[tuple[str, str], str]
) -> None:
    if not sender.person.strip():
        raise StoreError("请先填写报送人姓名。")
    if stopping := blocking(file.issues, withheld):
        raise StoreError(
            f"“{file.file_name}”还有 {len(stopping)} 处错误，改好后才能报送：{stopping[0].message}"
        )
    if doubts := file.reading.doubts:
        raise StoreError(
            f"“{file.file_name}”还有 {len(doubts)} 处疑问没有回答，回答后才能报送：{doubts[0].question}"
        )
    if waiting := unacknowledged(file.issues, withheld, reasons):
        raise StoreError(
            f"“{file.file_name}”还有 {len(waiting)} 处提醒没有确认，请核对后写明理由再报送：{waiting[0].message}"
        )


def discard_submission(store: Store, submission_id: int, *, actor: Actor) -> None:
    """Take back a submission that was not published; the file and what was read stay on record.

    Raises:
        AccessError: the actor neither reports for its unit nor reviews; what was accepted only a reviewer takes back.
        StoreError: it is not open any more.
    """
    with store.writing() as cursor:
        row = open_submission(cursor, submission_id, *OPEN_STATUSES)
        is_own = actor.may_report(row.sender_code, store.catalogue(store.latest_release))
        if row.status == "accepted" or not is_own:
            require(actor, "reviewer")
        run_query(cursor, "write_submission_status", submission_ids=[submission_id], status="discarded")
        record(cursor, actor, "discarded", f"submission:{submission_id}", {"file": row.file_name})


def open_submission(cursor: duckdb.DuckDBPyConnection, submission_id: int, *statuses: str) -> Any:
    """The row of a submission that has one of these statuses.

    Raises:
        StoreError: there is none.
    """
    for row in run_query(cursor, "submission_list", city_code=None, status=None):
        if row.submission_id == submission_id and row.status in statuses:
            return row
    wanted = "或".join(f"“{STATUS_NAMES[status]}”" for status in statuses)
    raise StoreError(f"报送 {submission_id} 不在{wanted}的报送里，没有改动。")


def may_see(actor: Actor, row: Any, catalogue: Catalogue) -> bool:
    """Whether the actor may see a submission before it is released: who reviews, publishes or reports for its unit.

    `row` is one of queries/submission_list.sql.
    """
    return actor.has("reviewer", "publisher") or actor.may_report(row.sender_code, catalogue)


def list_submissions(store: Store, *, city_code: str | None = None, status: str | None = None) -> list[Any]:
    """Submissions, newest first: columns of queries/submission_list.sql."""
    return store.now("submission_list", city_code=city_code, status=status)


def own_submissions(store: Store, *, actor: Actor) -> list[Any]:
    """The submissions of the units that the actor reports for, newest first; never another county's."""
    catalogue = store.catalogue(store.latest_release)
    own = [row for row in list_submissions(store) if actor.may_report(row.sender_code, catalogue)]
    return as_told(store, own, actor=actor)


def as_told(store: Store, rows: Sequence[Any], *, actor: Actor) -> list[Any]:
    """Rows of submission_list as the actor may know them: with what no later release did to them."""
    known = statuses_as_of(store, newest_for(store, actor))
    return [row._replace(status=known.get(row.submission_id, row.status)) for row in rows]


def statuses_as_of(store: Store, release: int) -> dict[int, str]:
    """Submission → its status as whoever reads `release` may know it, where that may differ from the one it has.

    What a later release holds is accepted, and that a later one undid it is not said.
    """
    if release == store.latest_release:
        return {}
    return released_statuses(store.now("release_undos"), store.now("release_submissions"), release=release)


def submission_values(store: Store, submission_ids: Collection[int]) -> dict[int, list[Value]]:
    """The values of each submission."""
    values: dict[int, list[Value]] = {number: [] for number in submission_ids}
    for row in store.now("submission_values", submission_ids=list(submission_ids)):
        values[row.submission_id].append(value_from_row(row))
    return values


def value_from_row(row: Any) -> Value:
    """A row of submission_values, published_values or undo_rows as a Value."""
    cells = {column: getattr(row, column) for column in VALUE_COLUMNS}
    return Value(**{**cells, "period": period_from_code(row.period)})


def cells_of(value: Value) -> list[object]:
    """The value's cells in the order of VALUE_COLUMNS, ready for `stage`."""
    cells = [getattr(value, column) for column in VALUE_COLUMNS]
    cells[2] = value.period.code
    return cells


def _source_cell(workbook: Workbook, address: str) -> tuple[str, str, str]:
    """Address, text and number format of a cell, kept so that a number can be traced without the file."""
    cell = workbook.cell(address)
    return (address, cell.text, cell.number_format) if cell else (address, "", "General")


def submitted_file(store: Store, submission_id: int) -> bytes:
    """The file of a submission, byte for byte as it came.

    Raises:
        StoreError: there is no such submission, or its file is gone.
    """
    for row in store.now("submission_list", city_code=None, status=None):
        if row.submission_id == submission_id:
            try:
                return store.file(row.file_sha256)
            except FileNotFoundError:
                raise StoreError(
                    f"报送 {submission_id} 的文件不在数据文件夹里，请管理员从备份恢复。"
                ) from None
    raise StoreError(f"没有报送 {submission_id}。")
