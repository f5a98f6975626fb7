"""A disk that is full, and one that turns read-only, under a running server: real file systems, so only as root."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import itertools
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.kill_clients import CITY, PUBLISHER, REVIEWER, SENDER, ask, made_up_file
from benchmarks.kills import Killed, prepare
from benchmarks.websocket import Session
from faheng.command_socket import DONE, REFUSED, Outcome
from faheng.gate import COOKIE
from faheng.roles import SYSTEM, Grant
from faheng.store.accounts import Account, change_password, create_account, list_accounts
from faheng.store.database import Store
from faheng.store.sessions import open_session

_READER, _PASSWORD = "reader", "Four-words-on-a-wall-7"


@dataclass(frozen=True)
class Step:
    """One thing that was tried on a disk, and what came of it."""

    disk: str
    what: str
    found: str
    is_met: bool


@dataclass
class DiskFindings:
    """All of them, in order."""

    steps: list[Step] = field(default_factory=list)


def measure_disks(folder: Path) -> DiskFindings:
    """Try both disks, mounted below `folder`."""
    findings = DiskFindings()
    with _tmpfs(folder / "full") as disk:
        _try_full(disk, _Trial(findings, "tmpfs", disk / "data"))
    with _ext4(folder / "read-only") as (disk, turn_read_only):
        _try_read_only(_Trial(findings, "ext4", disk / "data"), turn_read_only)
    return findings


class _Trial:
    """What is done on one disk, each noted as a step."""

    def __init__(self, findings: DiskFindings, disk: str, folder: Path) -> None:
        self.folder = folder
        self._findings = findings
        self.disk = disk  # and in what state it is
        prepare(folder)
        self._cookie = _add_reader(folder)
        self.server = Killed(folder, whole=True)
        self.server.wait()
        self._years = itertools.count(2005)
        self._work = folder.parent.parent / f"{folder.parent.name} files"
        self._work.mkdir()
        told = self.act("submit").output
        self.waiting = re.findall(r"报送 (\d+)：", told)[-1]
        self.act("accept", self.waiting)

    def note(self, what: str, found: str, is_met: bool) -> None:
        """Keep what came of something."""
        self._findings.steps.append(Step(self.disk, what, found.replace("\n", " ").replace("|", "/"), is_met))
        print(self._findings.steps[-1], flush=True)

    def act(self, *arguments: str) -> Outcome:
        """What the server says to a command in the name of who may give it; `submit` hands in a new file."""
        account = {"submit": SENDER, "accept": REVIEWER, "publish": PUBLISHER}.get(arguments[0])
        if arguments == ("submit",):
            year = next(self._years)
            file = self._work / f"{year}.csv"
            file.write_text(made_up_file(year)[1], encoding="utf-8")
            arguments = ("submit", str(file), "--city", CITY, "--reason", "属实")
        outcome = ask(self.folder, *arguments, *(("--account", account) if account else ()))
        return outcome or Outcome(3, error="no server")

    def refused(self, *arguments: str) -> None:
        """A write is refused in words."""
        outcome = self.act(*arguments)
        self.note(
            f"`{arguments[0]}`", outcome.error, outcome.exit_code == REFUSED and "磁盘" in outcome.error
        )

    def done(self, *arguments: str) -> None:
        """A write is done."""
        outcome = self.act(*arguments)
        self.note(
            f"`{arguments[0]}`", (outcome.error or outcome.output).splitlines()[-1], outcome.exit_code == DONE
        )

    def health(self, wanted: int) -> None:
        """What /health says, and how soon."""
        time.sleep(1.1)  # an answer is given again for a second
        begun = time.monotonic()
        status, text, _ = self._http("GET", "/health")
        words = json.loads(text)
        reason = words.get("reason", words["status"])
        self.note(
            "`/health`", f"{status}: {reason}, {1000 * (time.monotonic() - begun):.0f} ms", status == wanted
        )

    def signing_in(self, *wanted: int) -> None:
        """What the sign-in page answers to the right password."""
        form = urlencode({"login_name": _READER, "password": _PASSWORD})
        status, text, _ = self._http("POST", "/auth/login", form)
        words = (
            "signed in" if status == 303 else "磁盘写满了或不能写" if "磁盘写满了或不能写" in text else "?"
        )
        self.note("signing in", f"{status}: {words}", status in wanted and words != "?")

    def reading(self, page: str, query: str) -> None:
        """A reader who is signed in, and whose last use is to be noted, opens a page that nobody has opened yet."""

        async def visit() -> None:
            async with Session(self.server.port, page=page, query=query, cookie=self._cookie):
                pass

        try:
            asyncio.run(visit())
            self.note(f"a reader opens /{page}", "the whole page, no error", True)
        except (RuntimeError, TimeoutError, OSError) as error:
            self.note(f"a reader opens /{page}", str(error), False)

    def check(self) -> None:
        """`check`, of the running server."""
        outcome = self.act("check")
        self.note("`check`", (outcome.output or outcome.error)[:40], outcome.exit_code == DONE)

    def _http(self, method: str, path: str, form: str = "") -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        headers = {"content-type": "application/x-www-form-urlencoded"} if form else {}
        connection.request(method, path, body=form or None, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers.get("location", "")


def _try_full(disk: Path, trial: _Trial) -> None:
    try:
        trial.health(200)
        trial.disk = "tmpfs, full"
        filler = _fill(disk)
        trial.refused("submit")
        trial.refused("publish", trial.waiting)
        _fill(disk)
        trial.reading("comparison", f"city={CITY}")
        # A row more may still fit behind the log's last one, in a page that the disk has given already.
        trial.signing_in(303, 503)
        _fill(disk)
        trial.health(503)
        trial.server.kill()
        _fill(disk)
        trial.server = Killed(trial.folder, whole=True)
        seconds = trial.server.wait_for_pages()
        trial.note("killed and started on the full disk", f"serves after {seconds:.1f} s", True)
        _fill(disk)
        trial.reading("catalogue", "")
        trial.signing_in(503)
        filler.unlink()
        trial.disk = "tmpfs, room again"
        trial.signing_in(303)
        trial.health(200)
        trial.server.kill()
        trial.server = Killed(trial.folder, whole=True)
        trial.server.wait()
        trial.done("publish", trial.waiting)
        trial.done("submit")
        trial.check()
    finally:
        trial.server.kill()


def _try_read_only(trial: _Trial, turn_read_only: Callable[[], None]) -> None:
    try:
        trial.health(200)
        turn_read_only()
        trial.disk = "ext4, read-only"
        trial.refused("submit")
        trial.refused("publish", trial.waiting)
        trial.reading("comparison", f"city={CITY}")
        trial.signing_in(503)
        trial.health(503)
        trial.check()
    finally:
        trial.server.kill()


def _add_reader(folder: Path) -> str:
    """An account that looks, signed in twenty minutes ago; the cookie of its session."""
    with Store(folder) as store:
        made, given = create_account(
            store, actor=SYSTEM, login_name=_READER, name="孙丽", grants={Grant("viewer")}
        )
        change_password(store, made.acting(""), before=given, after=_PASSWORD)
        account: Account = list_accounts(store)[made.account_id]
        then = datetime.now().replace(microsecond=0) - timedelta(minutes=20)
        return f"{COOKIE}={open_session(store, account, origin='', now=then)}"


def _fill(folder: Path) -> Path:
    """Fill a disk to its last byte, as somebody else's program would; also what a failed write gave back."""
    filler = folder / "filler"
    with filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)) == 4096:
            pass
    return filler


def _break(trigger: Path) -> None:
    trigger.write_text("benchmarks/disk.py", encoding="utf-8")


@contextlib.contextmanager
def _tmpfs(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def _ext4(folder: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
    """An ext4 in a file, and how to let the kernel find an error in it, upon which it writes no more."""
    image = folder.with_suffix(".image")
    with image.open("wb") as file:
        file.truncate(96 << 20)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    folder.mkdir()
    subprocess.run(["mount", "-o", "loop,errors=remount-ro", str(image), str(folder)], check=True)
    mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    (device,) = (source for source, target, *_ in mounts if target == str(folder))
    if not Path(device).name.startswith("loop"):
        raise RuntimeError(f"{device} is no loop device: nothing else is to be broken")
    trigger = Path("/sys/fs/ext4") / Path(device).name / "trigger_fs_error"
    try:
        yield folder, lambda: _break(trigger)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
