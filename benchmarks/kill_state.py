"""What a kill left, compared with what the clients were told; from their files alone, not with code of the store."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.kill_clients import Journal, ask
from faheng.command_socket import DONE
from faheng.store.database import OPEN, Store

_Key = tuple[str, str]  # region, period
_Figure = tuple[int, int]  # numerator, denominator
_Figures = dict[_Key, _Figure]


@dataclass
class KillFindings:
    """What came of killing a server."""

    whole_server: bool
    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: dict[str, int] = field(default_factory=dict)
    unacknowledged_but_whole: int = 0
    files_without_row: int = 0
    parts_left: int = 0
    logs_left: int = 0
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    check: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    restarts: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: KillFindings) -> None:
        """Count another run in."""
        self.kills += other.kills
        self.acknowledged = dict(Counter(self.acknowledged) + Counter(other.acknowledged))
        for name in ("unacknowledged_but_whole", "files_without_row", "parts_left", "logs_left"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("lost", "half", "check", "refused", "restarts"):
            getattr(self, name).extend(getattr(other, name))
        self.seconds = max(self.seconds, other.seconds)

    @property
    def faults(self) -> list[str]:
        """Everything that must not be."""
        return [*self.lost, *self.half, *self.check, *self.refused]


def look_at(folder: Path, journal: Journal, findings: KillFindings) -> str:
    """Add to the findings what is wrong in a folder as a kill left it; the head of its record.

    The journal is told what waits there, for its clients to go on with.
    """
    findings.logs_left += (folder / "faheng.duckdb.wal").exists()
    findings.parts_left += any((folder / "uploads").glob("*.part"))
    with Store(folder) as store:
        compare(store, journal, findings)
        (head,) = store.now("audit_last")
        return str(head.hash)


def compare(store: Store, journal: Journal, findings: KillFindings) -> None:
    """Add to the findings what is lost or half there in a store."""
    found = _Found(store)
    findings.lost += found.lost(journal)
    findings.half += found.half(journal)
    findings.unacknowledged_but_whole = len(found.submissions) - len(journal.submitted)
    journal.waiting = {
        number: (row.file_name, row.status)
        for number, row in found.submissions.items()
        if row.status in ("pending", "accepted")
    }


class _Found:
    """What is in a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        rows = store.now("submission_list", city_code=None, status=None)
        self.submissions: dict[int, Any] = {row.submission_id: row for row in rows}
        self.evidence: dict[int, Any] = {  # by submission: clients put one file beside each
            row.submission_id: row
            for row in store.now("attachment_list", attachment_id=None, submission_ids=None)
        }
        self.held: dict[int, list[int]] = defaultdict(list)  # release → its submissions
        for row in store.now("release_submissions"):
            self.held[row.release].append(row.submission_id)
        self.released_in = {number: release for release, held in self.held.items() for number in held}
        releases = reversed(store.now("release_list"))
        self.undoes: dict[int, int | None] = {
            row.release: row.undoes for row in releases if row.kind != "catalogue"
        }

    def lost(self, journal: Journal) -> Iterator[str]:
        """Acts that a client was told of, and that are not there."""
        for number, sha256 in journal.submitted.items():
            row = self.submissions.get(number)
            if row is None or row.file_sha256 != sha256:
                yield f"submission {number} was acknowledged and is not there"
            elif number in journal.accepted and row.status == "pending":
                yield f"submission {number} was accepted and is not"
        for number, sha256 in journal.evidence.items():
            row = self.evidence.get(number)
            if row is None or row.file_sha256 != sha256:
                yield f"evidence of submission {number} was acknowledged and is not there"
        for number, release in journal.published.items():
            if self.released_in.get(number) != release:
                yield f"release {release} was acknowledged and is not there"
        for undone, release in journal.undone.items():
            if self.undoes.get(release) != undone:
                yield f"the undo of release {undone} was acknowledged and is not there"

    def half(self, journal: Journal) -> Iterator[str]:
        """Acts of which a part is there, whether a client was told of them or not."""
        kept = _values(self.store, "submission_value", "submission_id")
        undone = set(self.undoes.values())
        for number, row in self.submissions.items():
            if kept.get(number) != journal.sent[row.file_sha256].values:
                yield f"submission {number} has not its values"
            release = self.released_in.get(number)
            is_in = "pending accepted" if release is None else "undone" if release in undone else "released"
            if row.status not in is_in.split():
                yield f"submission {number} is {row.status}, its release {release} says {is_in}"
        for row in self.store.now("kept_files"):
            if hashlib.sha256(self.store.file(row.file_sha256)).hexdigest() != row.file_sha256:
                yield f"{row.kind} {row.number} is another file"
        yield from self._half_releases(journal)
        events = Counter(row.act for row in self.store.now("audit_chain", after=0, most=1_000_000))
        counts = {
            "submission": len(self.submissions),
            "attachment": len(self.evidence),
            "published": sum(undoes is None for undoes in self.undoes.values()),
            "undone": sum(undoes is not None for undoes in self.undoes.values()),
        }
        for act, count in counts.items():
            if events[act] != count:
                yield f"the record has {events[act]} events of {act}, the tables {count}"

    def _half_releases(self, journal: Journal) -> Iterator[str]:
        opened = _values(self.store, "observation_revision", "released_in")
        closed = _values(self.store, "observation_revision", "superseded_in")
        closed.pop(OPEN, None)
        wanted = list(self._replayed(journal))
        for release, opens, closes in wanted:
            if opened.get(release, set()) != opens or closed.get(release, set()) != closes:
                yield f"release {release} has not all of its values, or others"
        if not set(opened) | set(closed) <= {release for release, _, _ in wanted}:
            yield "there are values of a release that is not there"

    def _replayed(self, journal: Journal) -> Iterator[tuple[int, set[Any], set[Any]]]:
        """Every release with the values that it must have opened and closed: what its files say, or what it undoes."""
        figures: _Figures = {}
        before: dict[int, dict[_Key, _Figure | None]] = {}  # release → what it touched, as it was
        for release, undoes in self.undoes.items():
            change: dict[_Key, _Figure | None] = {}
            if undoes is None:
                for number in self.held[release]:
                    sent = journal.sent[self.submissions[number].file_sha256]
                    change |= {(region, period): (n, d) for region, period, n, d in sent.values}
                change = {key: figure for key, figure in change.items() if figures.get(key) != figure}
            else:
                since = {key for later, touched in before.items() if later > undoes for key in touched}
                change = {key: figure for key, figure in before[undoes].items() if key not in since}
            before[release] = {key: figures.get(key) for key in change}
            opens = {(*key, *figure) for key, figure in change.items() if figure}
            closes = {(*key, *figures[key]) for key in change if key in figures}
            for key, figure in change.items():
                if figure:
                    figures[key] = figure
                else:
                    figures.pop(key, None)
            yield release, opens, closes


def _values(store: Store, table: str, by: str) -> dict[int, set[tuple[str, str, int, int]]]:
    found: dict[int, set[tuple[str, str, int, int]]] = {}
    # Both names are from this file.
    rows = store.root.execute(f"select {by}, region_code, period, numerator, denominator from {table}")
    for number, region_code, period, numerator, denominator in rows.fetchall():
        found.setdefault(number, set()).add((region_code, period, int(numerator), int(denominator)))
    return found


def files_without_row(store: Store) -> int:
    """How many files are kept that nothing names."""
    named = {row.file_sha256 for row in store.now("kept_files")}
    return len({file.name for file in store.uploads.iterdir()} - named)


def check(folder: Path, head: str, findings: KillFindings) -> None:
    """`python -m faheng check`, of the server that was started again: sound, with the record that the kill left.

    And nothing half-written is left behind, in the data folder or outside.
    """
    outcome = ask(folder, "check", "--head", head)
    if outcome is None or outcome.exit_code != DONE:
        findings.check.append(f"check: {outcome}")
    for left in (*folder.rglob("*.part"), *temporary_folder(folder).iterdir()):
        findings.check.append(f"{left.name} was not cleared")


def temporary_folder(folder: Path) -> Path:
    """Where the server of a data folder has its temporary files."""
    return folder.parent / "temporary"
