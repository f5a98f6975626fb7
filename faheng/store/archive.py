"""The form of a backup: one .zip with the database, uploads/, catalogue/ and a manifest of what each member must be."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from faheng.store.database import StoreError

DATABASE = "faheng.duckdb"
UPLOADS, CATALOGUE = "uploads", "catalogue"
_MANIFEST = "manifest.json"
_PROGRAM = "faheng"
_CHUNK = 1 << 20
_MEMBER = re.compile(rf"{re.escape(DATABASE)}|{UPLOADS}/[0-9a-f]{{64}}|{CATALOGUE}/[^/\\:]+(/[^/\\:]+)*")

Told = Callable[[str, float], None]
"""Called with what is being done and how far it is, 0 to 1."""


class ArchiveError(StoreError):
    """A backup is not what its manifest says, or none of ours; the message names the member."""


@dataclass(frozen=True)
class Member:
    """One file of a backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: the newest release, the head of the record (`number-hash`), rows by table, members by name."""

    made_at: str  # local time of the office
    schema_version: int
    duckdb_version: str
    release: int
    head: str
    rows: Mapping[str, int]
    members: Mapping[str, Member]


def write_archive(
    target: Path, files: Mapping[str, Path], describe: Callable[[dict[str, Member]], Manifest], tell: Told
) -> Manifest:
    """Write `files` (member → where it is) and the manifest to `target`.

    Each is hashed as it is read, once: what is in the archive is what was hashed. What was uploaded is stored as it is,
    since workbooks are zipped already; the database shrinks to less than half.
    """
    whole = sum(file.stat().st_size for file in files.values()) or 1
    done = 0
    members: dict[str, Member] = {}
    with zipfile.ZipFile(target, "w", allowZip64=True) as archive:
        for name, file in files.items():
            digest, size = hashlib.sha256(), 0
            info = zipfile.ZipInfo.from_file(file, name)
            info.external_attr = 0o600 << 16
            info.compress_type = zipfile.ZIP_STORED if name.startswith(UPLOADS) else zipfile.ZIP_DEFLATED
            # Level 1: 6 takes 2.5 times as long for a database and saves nothing.
            info._compresslevel = 1  # type: ignore[attr-defined]
            with file.open("rb") as source, archive.open(info, "w", force_zip64=True) as member:
                for chunk in _chunks(source):
                    digest.update(chunk)
                    size += len(chunk)
                    member.write(chunk)
                    done += len(chunk)
                    tell("写入备份文件", min(1.0, done / whole))
            members[name] = Member(size, digest.hexdigest())
        manifest = describe(members)
        text = json.dumps({"program": _PROGRAM, **asdict(manifest)}, ensure_ascii=False, indent=1)
        archive.writestr(_MANIFEST, text)
    return manifest


def read_manifest(path: Path) -> Manifest:
    """What a backup says that it holds.

    Raises:
        ArchiveError: it is none, or its manifest cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _manifest(archive, path)
    except (OSError, zipfile.BadZipFile) as error:
        raise ArchiveError(f"{path.name} 打不开，不是法衡的备份或已损坏（{error}）。") from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        said = json.loads(archive.read(_MANIFEST))
        if said.pop("program") != _PROGRAM:
            raise ValueError(_PROGRAM)
        members = {name: Member(**member) for name, member in said.pop("members").items()}
        manifest = Manifest(**said, members=members)
    except KeyError as error:
        raise ArchiveError(f"{path.name} 里没有清单 {_MANIFEST}，不是法衡的备份。") from error
    except (ValueError, TypeError, AttributeError, zipfile.BadZipFile, zlib.error) as error:
        raise ArchiveError(f"{path.name} 的清单 {_MANIFEST} 读不懂，备份已损坏。") from error
    return manifest


def unpack(path: Path, folder: Path, tell: Told, *, only: Collection[str] | None = None) -> Manifest:
    """Unpack a backup into an empty `folder`, comparing every member with the manifest.

    `only`: the members that are written; the others are read and compared all the same.

    Raises:
        ArchiveError: says which member is missing, strange or changed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest(archive, path)
            _compare_names(archive, manifest, path)
            whole = sum(member.bytes for member in manifest.members.values())
            wanted = manifest.members if only is None else only
            needed = sum(manifest.members[name].bytes for name in wanted) + (64 << 20)
            free = shutil.disk_usage(folder).free
            if free < needed:
                raise StoreError(f"磁盘剩余 {free >> 20} MB，核对备份要 {needed >> 20} MB：请先腾出空间。")
            done = 0
            for name, member in manifest.members.items():
                with _opened(folder / name if name in wanted else Path(os.devnull)) as target:
                    _unpack_member(archive, name, member, target, path)
                done += member.bytes
                tell("核对备份文件", done / (whole or 1))
    except zipfile.BadZipFile as error:
        raise ArchiveError(f"{path.name} 打不开，不是法衡的备份或已损坏（{error}）。") from error
    except FileNotFoundError as error:
        raise ArchiveError(f"没有找到 {path}。") from error
    return manifest


def _compare_names(archive: zipfile.ZipFile, manifest: Manifest, path: Path) -> None:
    found = [name for name in archive.namelist() if name != _MANIFEST]
    if missing := sorted(set(manifest.members) - set(found)):
        raise ArchiveError(f"{path.name} 不完整：缺少 {missing[0]}（共缺 {len(missing)} 个）。")
    if DATABASE not in manifest.members:
        raise ArchiveError(f"{path.name} 不完整：缺少 {DATABASE}。")
    for name, times in Counter(found).items():
        # A name that leads out of the folder would overwrite what is not ours.
        if name not in manifest.members or times > 1 or not _is_member_name(name):
            raise ArchiveError(f"{path.name} 里有不该有的 {name}。")


def _is_member_name(name: str) -> bool:
    return bool(_MEMBER.fullmatch(name)) and not {"..", "."} & set(name.split("/"))


def _opened(target: Path) -> IO[bytes]:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.open("wb")


def _unpack_member(
    archive: zipfile.ZipFile, name: str, member: Member, target: IO[bytes], path: Path
) -> None:
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as source:
            for chunk in _chunks(source):
                digest.update(chunk)
                size += len(chunk)
                if size > member.bytes:
                    break
                target.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ArchiveError(f"{path.name} 里的 {name} 已损坏，读不出来（{error}）。") from error
    if (size, digest.hexdigest()) != (member.bytes, member.sha256):
        raise ArchiveError(f"{path.name} 里的 {name} 与清单的校验码不符，备份已损坏。")


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        yield chunk
