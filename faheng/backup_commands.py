"""`python -m faheng backup`, `restore` and `check`: copies of everything, putting one back, and whether all is whole."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from faheng.command_socket import DONE, EXIT_CODES, REFUSED, UNAVAILABLE, Outcome
from faheng.roles import AT_THE_MACHINE
from faheng.store.audit import chain_head
from faheng.store.backup import make_backup
from faheng.store.database import Store, StoreBusyError, StoreError
from faheng.store.integrity import problems_of
from faheng.store.migrations import VersionError
from faheng.store.restore import Restored, restore, verify
from faheng.store.submissions import list_submissions

_SHOWN = 20


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe backup and check to the command line."""
    backup = commands.add_parser("backup", help="备份数据库、上传的文件和目录", epilog=EXIT_CODES)
    backup.add_argument(
        "--to", type=Path, metavar="FOLDER", help="备份到这个文件夹（另一块盘）；不写为数据文件夹的 backups"
    )
    backup.add_argument(
        "--keep",
        type=int,
        metavar="N",
        help="那里只留最新的 N 份；不写时：backups 按设置，别的文件夹一份也不删",
    )
    backup.set_defaults(run=_backup)

    check = commands.add_parser("check", help="检查每张表、操作记录和上传的文件是否完好", epilog=EXIT_CODES)
    check.add_argument("--head", default="", metavar="HASH", help="回执、备份或汇报上印的操作记录校验码")
    check.set_defaults(run=_check)


def restoring_parser() -> argparse.ArgumentParser:
    """The options of `restore`, which runs without a store: the one there may be broken."""
    parser = argparse.ArgumentParser(
        prog="python -m faheng restore",
        description="用一份备份替换数据文件夹里的数据；原来的移到 replaced-…。先停下法衡。",
        epilog=EXIT_CODES,
    )
    parser.add_argument("archive", type=Path, metavar="ARCHIVE.zip")
    parser.add_argument("--only-verify", action="store_true", help="只核对这份备份，不改动任何数据")
    parser.add_argument(
        "--despite-problems",
        action="store_true",
        help="备份里的数据检查出问题也恢复（文件损坏的仍不恢复）",
    )
    return parser


def _backup(store: Store, options: argparse.Namespace) -> Outcome:
    if options.keep is not None and options.keep < 1:
        raise StoreError("--keep 至少是 1。")
    folder = options.folder / options.to if options.to else None
    made = make_backup(store, actor=AT_THE_MACHINE, folder=folder, keep=options.keep)
    said = (
        f"{made.path}：第 {made.manifest.release} 版，{len(made.manifest.members)} 个文件，"
        f"{made.size_bytes / 1e6:.1f} MB，操作记录到 {made.manifest.head}"
    )
    if made.problems:
        return Outcome(
            REFUSED,
            "\n".join([f"已备份 {said}。", *made.problems[:_SHOWN]]),
            f"备份与原数据一致，但数据本身有 {len(made.problems)} 处问题：请先查明，旧的备份不要删。",
        )
    return Outcome(DONE, f"已备份并核对 {said}。")


def run_restore(data_folder: Path, options: argparse.Namespace) -> Outcome:
    """Restore or verify a backup; never raises for what users do."""
    try:
        if options.only_verify:
            with tempfile.TemporaryDirectory(prefix="faheng-verify-") as folder:
                return _verified(options.archive, verify(options.archive, Path(folder)))
        return _restored(
            options.archive, restore(data_folder, options.archive, despite_problems=options.despite_problems)
        )
    except StoreBusyError as error:
        return Outcome(UNAVAILABLE, error=str(error))
    except (StoreError, VersionError) as error:
        return Outcome(REFUSED, error=str(error))


def _verified(archive: Path, found: Restored) -> Outcome:
    what = f"{archive.name}（{_when(found)}，第 {found.release} 版，{len(found.manifest.members)} 个文件）"
    if found.problems:
        shown = "\n".join(found.problems[:_SHOWN])
        return Outcome(REFUSED, shown, f"{what}：文件与清单一致，但数据本身有 {len(found.problems)} 处问题。")
    return Outcome(DONE, f"{what}完好，可以恢复。操作记录到 {found.manifest.head}。")


def _restored(archive: Path, done: Restored) -> Outcome:
    kept = f"原来的数据在 {done.kept}，确认无误后可以删掉。" if done.kept else ""
    return Outcome(
        DONE,
        "\n".join(
            [
                f"已恢复到 {archive.name}（{_when(done)}，第 {done.release} 版），所有人要重新登录。{kept}",
                *(f"数据的问题：{problem}" for problem in done.problems[:_SHOWN]),
            ]
        ),
    )


def _when(restored: Restored) -> str:
    return restored.manifest.made_at.replace("T", " ")[:16]


def _check(store: Store, options: argparse.Namespace) -> Outcome:
    if problems := problems_of(store, head=options.head):
        return Outcome(REFUSED, "\n".join(problems), f"发现 {len(problems)} 处问题。")
    count = len(list_submissions(store))
    return Outcome(
        DONE,
        f"完好：第 {store.latest_release} 版，{count} 份报送，操作记录到 {chain_head(store.root.cursor())}。",
    )
