"""What stands round the app when something is wrong: /health, the log of JSON lines, the page with a number."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import ask_app
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from faheng import health
from faheng.error_page import ErrorPage
from faheng.health import Health, look
from faheng.log_file import FILE_NAME, JsonLines, keep_log, log_error
from faheng.store.database import DiskError, Store


def test_a_sound_store_is_told_with_its_schema_alone(fresh_database: Store) -> None:
    answer = ask_app(Starlette(routes=Health(lambda: fresh_database).routes), "/health")
    assert answer.status == 200
    found = json.loads(answer.text)
    # Anybody asks here: not even how many releases there are, of which the newest may not be public yet.
    assert set(found) == {"status", "schema"}
    assert found["status"] == "ok"


def test_a_store_that_cannot_be_asked_is_unavailable(fresh_database: Store) -> None:
    fresh_database.root.close()
    (fresh_database.folder / "faheng.duckdb").rename(fresh_database.folder / "elsewhere")
    (fresh_database.folder / "faheng.duckdb").mkdir()
    answer = ask_app(Starlette(routes=Health(lambda: fresh_database).routes), "/health")
    assert answer.status == 503
    assert json.loads(answer.text) == {"status": "unavailable", "reason": "the store does not answer"}


def test_a_database_file_that_is_gone_is_noticed(fresh_database: Store) -> None:
    (fresh_database.folder / "faheng.duckdb").unlink()
    assert look(lambda: fresh_database)["reason"] == "the database file is gone"


def test_a_full_disk_is_noticed_though_reading_goes_on(
    fresh_database: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Path, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    found = look(lambda: fresh_database)
    assert found["status"] == "unavailable"
    assert found["reason"] == "the disk is full; what is there can be read"


def test_a_store_that_hangs_is_told_in_time_and_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lasts, looks = threading.Event(), []

    def hang(_store: object) -> dict[str, str]:
        looks.append(1)
        lasts.wait(20)
        return {"status": "ok"}

    monkeypatch.setattr(health, "look", hang)
    app = Starlette(routes=Health(lambda: None, longest=0.05).routes)  # type: ignore[arg-type, return-value]
    try:
        for _ in range(3):
            answer = ask_app(app, "/health")
            assert (answer.status, json.loads(answer.text)["reason"]) == (
                503,
                "the store does not answer in time",
            )
        assert len(looks) == 1
    finally:
        lasts.set()


@pytest.fixture
def log_lines(tmp_path: Path) -> Iterator[Path]:
    """A log that is being kept; its file."""
    loggers = {name: list(logging.getLogger(name).handlers) for name in logging.Logger.manager.loggerDict}
    handler = keep_log(tmp_path)
    yield tmp_path / FILE_NAME
    handler.close()
    logging.captureWarnings(False)
    for name in logging.Logger.manager.loggerDict:
        logging.getLogger(name).handlers[:] = loggers.get(name, [])


def test_every_line_of_the_log_is_an_object(log_lines: Path) -> None:
    logging.getLogger("faheng.store").info("第 %d 版", 3)
    logging.getLogger("uvicorn.error").warning("odd")
    logging.getLogger("uvicorn.error").info("started")
    logging.getLogger("streamlit.runtime.app_session").warning("a line\nand another")
    lines = [json.loads(line) for line in log_lines.read_text(encoding="utf-8").splitlines()]
    assert [(line["level"], line["logger"], line["message"]) for line in lines] == [
        ("INFO", "faheng.store", "第 3 版"),
        ("WARNING", "uvicorn.error", "odd"),
        ("WARNING", "streamlit.runtime.app_session", "a line\nand another"),
    ]
    assert all(line["time"] for line in lines)


@pytest.fixture
def small_files(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many bytes a file of the log has at most, from the next one that is kept on."""
    monkeypatch.setattr("faheng.log_file._LARGEST", 2000)
    return 2000


def test_the_log_keeps_its_newest_lines_in_five_files(small_files: int, log_lines: Path) -> None:
    for number in range(200):
        logging.getLogger("faheng.store").info("release %d", number)
    files = sorted(log_lines.parent.glob(f"{FILE_NAME}*"), reverse=True)  # the oldest first
    assert [file.name for file in files] == [
        *(f"{FILE_NAME}.{older}" for older in (4, 3, 2, 1)),
        FILE_NAME,
    ]
    assert all(0 < file.stat().st_size <= small_files for file in files)
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["message"] for line in lines] == [f"release {number}" for number in range(200)][
        -len(lines) :
    ]
    assert 0 < len(lines) < 200


def test_an_error_is_found_by_the_number_it_was_shown_with(log_lines: Path) -> None:
    error_id = log_error("page script", ValueError("7"))
    (line,) = (json.loads(line) for line in log_lines.read_text(encoding="utf-8").splitlines())
    assert (line["error_id"], line["message"]) == (error_id, f"error {error_id}: page script")
    assert line["traceback"].endswith("ValueError: 7")


def test_a_log_that_the_disk_does_not_take_stops_nobody(
    log_lines: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_self: logging.StreamHandler, _record: logging.LogRecord) -> None:  # type: ignore[type-arg]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(JsonLines, "format", JsonLines.format)
    monkeypatch.setattr(logging.handlers.RotatingFileHandler, "shouldRollover", full)
    logging.getLogger("faheng").warning("still said")
    assert json.loads(capsys.readouterr().err)["message"] == "still said"
    assert log_lines.read_text() == ""


def failing(error: Exception) -> ErrorPage:
    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise error

    return ErrorPage(app)


def test_an_unforeseen_error_shows_a_number_and_no_traceback(log_lines: Path) -> None:
    answer = ask_app(failing(ValueError("secret place")), "/auth/login")
    (line,) = (json.loads(line) for line in log_lines.read_text(encoding="utf-8").splitlines())
    assert answer.status == 500
    assert f"编号 <strong>{line['error_id']}</strong>" in answer.text
    assert "secret place" not in answer.text
    assert "Traceback" not in answer.text
    assert line["message"].endswith(": http /auth/login")


def test_what_the_store_refuses_is_said_in_its_words() -> None:
    answer = ask_app(failing(DiskError("磁盘写满了 <b>")), "/auth/logout")
    assert answer.status == 503
    assert "磁盘写满了 &lt;b&gt;" in answer.text
    assert "编号" not in answer.text
