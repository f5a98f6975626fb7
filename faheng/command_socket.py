"""How `python -m faheng …` hands its command to the running server: one process owns the database file.

A socket in the data folder where the system has them and the path is short enough, else loopback; both ask for the
token of a file only its owner can read.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path

from faheng.log_file import log_error
from faheng.safe_files import write_file

log = logging.getLogger(__name__)

_LONGEST_SOCKET_PATH = 100  # the system's limit is 108 bytes


DONE, REFUSED, USAGE, UNAVAILABLE = range(4)
_ENDED = "服务器在答复之前停了，这条命令可能做完了，也可能没有做：请重新启动后核对。"
EXIT_CODES = "退出码：0 完成；1 没有做，原因已说明；2 命令写错；3 数据文件夹或端口用不了。"


@dataclass(frozen=True)
class Outcome:
    """What a command did: its exit code (one of EXIT_CODES), what it prints, and what went wrong."""

    exit_code: int
    output: str = ""
    error: str = ""


def _address_file(folder: Path) -> Path:
    return folder / "faheng.command"


class CommandServer:
    """Listens for commands until `stop`; each is run by `run(arguments)`, one after the other."""

    def __init__(self, folder: Path, run: Callable[[Sequence[str]], Outcome]) -> None:
        self._folder = folder
        self._run = run
        self._stopped = False
        self._token = secrets.token_bytes(32)
        self._one_at_a_time = threading.Lock()
        # Left by a server that was killed; the database's lock proves that none runs. The address goes first: its token
        # is not ours.
        _address_file(folder).unlink(missing_ok=True)
        path = folder / "faheng.sock"
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        has_sockets = hasattr(os, "fork") and len(os.fsencode(path)) <= _LONGEST_SOCKET_PATH
        self._listener = Listener(str(path) if has_sockets else ("127.0.0.1", 0))
        if has_sockets:
            path.chmod(0o600)
        address = self._listener.address
        told = json.dumps({"address": address, "token": self._token.hex()})
        write_file(_address_file(folder), told.encode(), mode=0o600)
        self._thread = threading.Thread(target=self._serve, name="faheng-commands", daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._stopped:
            try:
                connection = self._listener.accept()
            except OSError:
                continue  # closed by stop(), or the caller was gone before it was heard
            # Each caller has its own thread: one that never says a word keeps nobody waiting.
            threading.Thread(
                target=self._hear, args=(connection,), name="faheng-command", daemon=True
            ).start()

    def _hear(self, connection: Connection) -> None:
        with contextlib.closing(connection):
            try:
                deliver_challenge(connection, self._token)
                answer_challenge(connection, self._token)
                arguments = json.loads(connection.recv_bytes())
            except (OSError, EOFError, ValueError, AuthenticationError):
                log.warning("a command connection was refused", exc_info=True)
                return
            with self._one_at_a_time:
                outcome = self._outcome(arguments)
            with contextlib.suppress(OSError):
                connection.send_bytes(json.dumps(asdict(outcome)).encode())

    def _outcome(self, arguments: Sequence[str]) -> Outcome:
        try:
            return self._run(arguments)
        except Exception as error:  # noqa: BLE001 (it is logged, with its traceback)
            error_id = log_error(f"command {arguments[1:2]}", error)
            return Outcome(
                REFUSED, error=f"服务器执行命令时出错，编号 {error_id}：详情在数据文件夹的 faheng.log 里。"
            )

    def stop(self) -> None:
        """Stop listening and remove the address."""
        self._stopped = True
        _address_file(self._folder).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # somebody removed the socket's file
            self._listener.close()


def ask_running_server(folder: Path, arguments: Sequence[str]) -> Outcome | None:
    """Have the server of this data folder run a command; None when no server runs there.

    A server that ends before it answered may have done it or not, which the outcome says.
    """
    connection = _connection(folder)
    if connection is None:
        return None
    with contextlib.closing(connection):
        try:
            connection.send_bytes(json.dumps(list(arguments)).encode())
            return Outcome(**json.loads(connection.recv_bytes()))
        except (OSError, EOFError):
            return Outcome(UNAVAILABLE, error=_ENDED)


def _connection(folder: Path) -> Connection | None:
    file = _address_file(folder)
    try:
        told = file.read_text(encoding="utf-8")
        found = json.loads(told)
        address = found["address"]
        return Client(
            address if isinstance(address, str) else tuple(address), authkey=bytes.fromhex(found["token"])
        )
    except AuthenticationError:
        # The address of a server that was killed, at which the next one just began to listen?
        with contextlib.suppress(OSError):
            if file.read_text(encoding="utf-8") == told:
                raise
        return None
    except (OSError, ValueError, EOFError):
        return None
