"""人员: every account in a line, for 管理."""

from __future__ import annotations

from faheng.catalogue import Catalogue
from faheng.roles import role_words
from faheng.store.accounts import Account
from faheng.tables import Column, Table


def people_table(accounts: list[Account], catalogue: Catalogue) -> Table:
    """One row per account; `keys` are their numbers."""
    return Table(
        title="人员",
        columns=(
            Column("name", "姓名"),
            Column("login_name", "登录名"),
            Column("roles", "权限"),
            Column("state", "状态"),
            Column("signed_in_at", "上次登录"),
        ),
        rows=tuple(
            (
                account.name,
                account.login_name,
                grant_words(account, catalogue),
                state_words(account),
                f"{account.signed_in_at:%Y-%m-%d %H:%M}" if account.signed_in_at else None,
            )
            for account in accounts
        ),
        keys=tuple(str(account.account_id) for account in accounts),
    )


def grant_words(account: Account, catalogue: Catalogue) -> str:
    """What the account may do; whoever may do nothing else may look."""
    return role_words(account.grants, catalogue) or "浏览"


def state_words(account: Account) -> str:
    """Whether the account opens anything now."""
    if not account.is_active:
        return "已停用"
    return "待改初始密码" if account.must_change else "在用"
