"""Literal values and the submissions made of them, so that tests read like examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from faheng.intake.grid import Cell, Grid, Workbook, parse_address
from faheng.intake.read import FileReading
from faheng.intake.reading import Issue, Reading, Value
from faheng.period import parse_period
from faheng.roles import SYSTEM, Actor, Grant, Role
from faheng.store.accounts import Account, change_password, create_account, list_accounts
from faheng.store.database import Store
from faheng.store.reviews import accept_submissions
from faheng.store.submissions import Sender, save_submission

PASSWORD = "Test-pass-word-77"


def value(
    indicator_code: str,
    region_code: str,
    period: str,
    amount: str | None = None,
    *,
    parts: tuple[str, str] | None = None,
    status: str = "final",
    basis: str = "within",
    cell: str = "数据!B2",
) -> Value:
    """A literal value: `value("C01", "990102", "2024", parts=("45", "50"))` is 45 of 50, 90 %."""
    numerator, denominator = map(Decimal, parts) if parts else (None, None)
    if amount is None and numerator is not None and denominator:
        amount = str(round(numerator * 100 / denominator, 6))
    found = parse_period(period)
    assert found is not None
    return Value(
        indicator_code,
        region_code,
        found,
        basis,
        numerator,
        denominator,
        None if amount is None else Decimal(amount),
        status,  # type: ignore[arg-type]
        value_cell=cell,
    )


def file_of(values: Sequence[Value], name: str = "报表.xlsx", issues: Sequence[Issue] = ()) -> FileReading:
    """A file that says just these values; its bytes are its content, so other values make another file."""
    cells = {}
    for item in values:
        for address in item.cells:
            cells[parse_address(address.rpartition("!")[2])] = Cell(
                str(item.value), item.value, "General", "number"
            )
    workbook = Workbook(name, "xlsx", (Grid("数据", cells=cells),))
    return FileReading(
        name, repr((name, tuple(values))).encode(), workbook, Reading(tuple(values)), tuple(issues), False
    )


def somebody(name: str, *roles: Role, account_id: int = 0, reports: Sequence[str] = ()) -> Actor:
    """An actor with these roles and 填报 for the regions `reports`; with neither, one who may do everything."""
    grants = {*map(Grant, roles), *(Grant("reporter", code) for code in reports)}
    return replace(SYSTEM, name=name, account_id=account_id, grants=frozenset(grants) or SYSTEM.grants)


def add_account(
    store: Store, login_name: str, name: str, *roles: Role, reports: Sequence[str] = ()
) -> Account:
    """An account that has changed its first password: ready to be signed in or to be named by a command."""
    grants = {*map(Grant, roles), *(Grant("reporter", code) for code in reports)}
    account, given = create_account(store, actor=SYSTEM, login_name=login_name, name=name, grants=grants)
    change_password(store, account.acting("本机"), before=given, after=PASSWORD)
    return list_accounts(store)[account.account_id]


def submit(
    store: Store,
    values: Sequence[Value],
    *,
    person: str = "王芳",
    name: str = "报表.xlsx",
    is_accepted: bool = True,
) -> int:
    """Save the values as a submission of 演示市, accepted unless said otherwise: ready to be published."""
    sender = Sender("990100", "990100", person)
    number = save_submission(
        store, file_of(values, name), sender, actor=SYSTEM, received_at=datetime(2025, 1, 8, 9, 30)
    )
    if is_accepted:
        accept_submissions(store, [number], actor=SYSTEM)
    return number
