"""备份: which backups there are, and how old the newest is, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from faheng.store.backup import Backup
from faheng.tables import Column, Table

_OLD = timedelta(days=1, hours=12)  # a daily one and some hours of grace


def backup_table(backups: Sequence[Backup]) -> Table:
    """One row per backup, in their order."""
    return Table(
        title="备份",
        columns=(
            Column("made_at", "时间"),
            Column("is_verified", "核对"),
            Column("release", "版", decimals=0),
            Column("files", "上传的文件", decimals=0),
            Column("size", "大小（MB）", decimals=1),
            Column("name", "文件"),
            Column("head", "操作记录到"),
        ),
        rows=tuple(
            (
                f"{backup.made_at:%Y-%m-%d %H:%M}",
                "已核对" if backup.is_verified else "有问题",
                backup.manifest.release,
                sum(name.startswith("uploads/") for name in backup.manifest.members),
                Decimal(backup.size_bytes) / 1_000_000,
                backup.path.name,
                backup.manifest.head,
            )
            for backup in backups
        ),
        keys=tuple(backup.path.name for backup in backups),
        source="法衡",
    )


def newest_words(backups: Sequence[Backup], *, is_scheduled: bool, now: datetime) -> tuple[str, bool]:
    """How it stands with backups, and whether that is worrying."""
    good = next((backup for backup in backups if backup.is_verified), None)
    if good is None:
        tonight = "到设定的时间会自动做第一份，也可以" if is_scheduled else "请"
        return f"还没有核对过的备份。{tonight}现在就做。", not is_scheduled
    age = now - good.made_at
    when = f"{good.made_at:%Y-%m-%d %H:%M}"
    if age > _OLD:
        return f"最近一次核对过的备份是 {when}，已过去 {age.days or 1} 天。", True
    return f"最近一次备份：{when}，第 {good.manifest.release} 版，已核对。", False
