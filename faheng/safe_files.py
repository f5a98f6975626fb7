"""Files that are there whole or not at all: written beside their name, on the disk, and only then given it."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from pathlib import Path

_PART = ".part"
_FULL = ("No space left on device", "Disk quota exceeded", "not enough space on the disk")
_READ_ONLY = ("Read-only file system", "Permission denied")


def write_file(target: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Write `data` to `target` so that a crash or a power cut leaves the old file or the new one, never half of one.

    When it returns, content and name are on the disk.

    Raises:
        OSError: it could not be written; `target` is as it was.
    """
    part = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}{_PART}")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder on the disk: a file that was only just made has its content there, but not its name.

    Windows has nothing like it: NTFS writes names to its journal by itself.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_parts(folder: Path, names: str = "*") -> None:
    """Remove what a process that was killed had begun to write under such names; only while no other process does."""
    for part in folder.glob(f"{names}{_PART}"):
        with contextlib.suppress(OSError):
            part.unlink()


def disk_fault(error: BaseException) -> str:
    """What is wrong with the disk, for the user, if that is why `error` came; '' otherwise."""
    number = error.errno if isinstance(error, OSError) else None
    text = str(error)
    if number in (errno.ENOSPC, errno.EDQUOT) or any(words in text for words in _FULL):
        return "磁盘写满了"
    if number in (errno.EROFS, errno.EACCES, errno.EPERM) or any(words in text for words in _READ_ONLY):
        return "磁盘或数据文件夹现在只能读、不能写"
    if number == errno.EIO or "Could not write file" in text or "Could not fsync" in text:
        return "磁盘写入出错"
    return ""
