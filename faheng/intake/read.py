"""One uploaded file, bytes to checked reading: workbook → form or recognition → checks."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from faheng.catalogue import Catalogue, Region
from faheng.intake.checks import check
from faheng.intake.doubts import Doubt, proposals
from faheng.intake.formats.workbook import read_workbook
from faheng.intake.grid import Workbook, parse_address, place
from faheng.intake.history import History, check_history
from faheng.intake.memory import without_search_for_cycles
from faheng.intake.reading import Issue, Reading, Value, withhold
from faheng.intake.recognition.recognise import recognise
from faheng.intake.template import read_form
from faheng.period import Period

MOST_ISSUES = 200


@dataclass(frozen=True)
class FileReading:
    """A file as read and checked; `issues` are all of them, recognition's and checks'.

    `proposed` are the values that would come in besides if every doubt were answered as it proposes; `form` names the
    sheet's layout, the same from year to year, so that answers can be remembered for it.
    """

    file_name: str
    data: bytes
    workbook: Workbook
    reading: Reading
    issues: tuple[Issue, ...]
    is_form: bool
    form: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    proposed: tuple[Value, ...] = ()

    @property
    def listed(self) -> tuple[Issue, ...]:
        """The issues and, as errors at the cells where they stand, the doubts: what a list for the sender holds."""
        return (*self.issues, *(issue for doubt in self.reading.doubts for issue in _as_issues(doubt)))


@without_search_for_cycles()
def read_file(
    data: bytes,
    file_name: str,
    catalogue: Catalogue,
    *,
    city: Region,
    period: Period | None,
    today: date,
    answers: Mapping[str, str] | None = None,
    history: History | None = None,
    unit: Region | None = None,
) -> FileReading:
    """Read a file for `city` in this process; `period` is what the sender chose, None when the sheet must say it.

    `answers` settle doubts by their keys; `history` and `unit` as for `understand`.

    Raises:
        faheng.intake.formats.workbook.Refused: the file cannot be read at all; the message says why and what to do.
    """
    workbook = read_workbook(data, file_name)
    return understand(
        workbook,
        catalogue,
        data=data,
        city=city,
        period=period,
        today=today,
        answers=answers or {},
        history=history,
        unit=unit,
    )


@without_search_for_cycles()
def understand(
    workbook: Workbook,
    catalogue: Catalogue,
    *,
    data: bytes,
    city: Region,
    period: Period | None,
    today: date,
    answers: Mapping[str, str],
    history: History | None = None,
    unit: Region | None = None,
) -> FileReading:
    """Say what a workbook holds for `city`; `data` are its bytes, kept with it.

    `history` is what is published already, for the checks against it; `unit` the region that sends, which is proposed
    where a form does not say whose it is.
    """
    form = read_form(workbook, catalogue, city=city)
    reading = form or recognise(workbook, catalogue, city=city, period=period, answers=answers, unit=unit)
    proposed: tuple[Value, ...] = ()
    if wanted := proposals(reading.doubts):
        with_proposals = recognise(
            workbook, catalogue, city=city, period=period, answers={**wanted, **answers}, unit=unit
        )
        known = {value.key for value in reading.values}
        found = check(with_proposals, catalogue, city=city, today=today)
        wrong = {issue.cell for issue in found if issue.level == "error"}
        proposed = tuple(
            value
            for value in with_proposals.values
            if value.key not in known and wrong.isdisjoint(value.cells)
        )
    checked = check(reading, catalogue, city=city, today=today)
    if history is not None:
        checked += check_history(reading, history, catalogue, city=city)
    # While a row waits for its region, no total can agree.
    waiting = {_sheet(cell) for doubt in reading.doubts if doubt.kind == "region" for cell in doubt.cells}
    own = [
        issue
        for issue in reading.issues
        if issue.rule != "total_differs" or _sheet(issue.cell) not in waiting
    ]
    issues = dict.fromkeys((*own, *checked))
    places = {sheet.name: number for number, sheet in enumerate(workbook.sheets)}
    in_order = sorted(issues, key=lambda issue: _place(issue, places))
    kept, left_out = _capped(in_order)
    # What nobody is told about must not be handed in either.
    reading = withhold(reading, {issue.cell for issue in left_out if issue.level == "error"})
    return FileReading(
        workbook.file_name,
        data,
        workbook,
        reading,
        tuple(kept),
        is_form=form is not None,
        form=form_key(reading),
        answers=dict(answers),
        proposed=proposed,
    )


def _sheet(cell: str) -> str:
    return cell.rpartition("!")[0]


def _as_issues(doubt: Doubt) -> Iterator[Issue]:
    labels = {candidate.answer: candidate.label for candidate in doubt.candidates}
    for cell in doubt.cells:
        yield Issue(cell, "error", f"doubt_{doubt.kind}", doubt.question, labels.get(doubt.proposed, ""))


def form_key(reading: Reading) -> str:
    """Return what names the layout of a file: the keys of its columns in order, without years; '' when it has none."""
    keys = dict.fromkeys(column.key for column in reading.columns if column.key)
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:16] if keys else ""


def _capped(issues: list[Issue]) -> tuple[list[Issue], list[Issue]]:
    """Return at most MOST_ISSUES issues of a kind, the last one saying how many more there are, and those left out.

    That last one stands at the whole sheet, so that no 这格先不报 takes it away.
    """
    kept: list[Issue] = []
    left_out: dict[tuple[str, str], list[Issue]] = {}
    count = Counter[tuple[str, str]]()
    for issue in issues:
        kind = (issue.level, issue.rule)
        count[kind] += 1
        if count[kind] <= MOST_ISSUES:
            kept.append(issue)
        else:
            left_out.setdefault(kind, []).append(issue)
    for (level, rule), more in left_out.items():
        sheet, first = more[0].cell.rpartition("!")[0] or more[0].cell, more[0]
        last = max(index for index, issue in enumerate(kept) if (issue.level, issue.rule) == (level, rule))
        message = (
            f"工作表“{sheet}”：同样的问题还有 {len(more)} 处没有列出（从{place(first.cell)}起），"
            "请先改正已列出的，再重新上传。"
        )
        kept.insert(last + 1, replace(first, cell=sheet, message=message, suggestion=""))
    return kept, [issue for more in left_out.values() for issue in more]


def _place(issue: Issue, sheets: dict[str, int]) -> tuple[bool, int, int, int]:
    """Errors before warnings, then as a reader goes through the file: by sheet, row and column."""
    sheet, _, address = issue.cell.rpartition("!")
    try:
        row, column = parse_address(address)
    except ValueError:  # an issue of a whole sheet
        sheet, row, column = issue.cell, 0, 0
    return issue.level != "error", sheets.get(sheet, 0), row, column
