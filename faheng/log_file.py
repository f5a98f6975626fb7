"""The log: faheng.log in the data folder, one JSON object per line, and the number under which an error is found there."""

from __future__ import annotations

import contextlib
import json
import logging
import logging.handlers
import secrets
import sys
from datetime import datetime
from pathlib import Path

FILE_NAME = "faheng.log"
_LARGEST, _OLDER = 1 << 20, 4  # bytes of a file; how many older ones are kept
# Others whose warnings belong in it. Their loggers pass nothing on to those above them.
_OTHERS = ("streamlit", "uvicorn", "starlette", "asyncio", "py.warnings")

log = logging.getLogger(__name__)


class JsonLines(logging.Formatter):
    """time, level, logger, message; error_id and traceback where there are."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line = {
            "time": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if error_id := getattr(record, "error_id", ""):
            line["error_id"] = error_id
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class _LogFile(logging.handlers.RotatingFileHandler):
    """A file that grows anew when it is full; what the disk does not take goes to the console instead."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (the library's name)
        """Never stop what is being logged."""
        with contextlib.suppress(Exception):
            sys.stderr.write(f"{self.format(record)}\n")


def keep_log(folder: Path) -> logging.Handler:
    """Write our own messages and everybody's warnings to the log in `folder`, at most 5 files of 1 MB.

    Where no file can be opened, as on a full disk, they go to the console.
    """
    handler: logging.Handler
    try:
        handler = _LogFile(folder / FILE_NAME, maxBytes=_LARGEST, backupCount=_OLDER, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    package = logging.getLogger("faheng")
    package.setLevel(logging.INFO)
    package.addHandler(handler)
    logging.captureWarnings(True)
    warnings = _OnlyWarnings(handler)
    known = [name for name in logging.Logger.manager.loggerDict if name.partition(".")[0] in _OTHERS]
    for logger in map(logging.getLogger, {*_OTHERS, *known}):
        if logger.name in _OTHERS or not logger.propagate:
            logger.addHandler(warnings)
    return handler


class _OnlyWarnings(logging.Handler):
    """Passes on warnings and worse: one handler may not have two levels."""

    def __init__(self, handler: logging.Handler) -> None:
        super().__init__(logging.WARNING)
        self._handler = handler

    def emit(self, record: logging.LogRecord) -> None:
        """Pass it on."""
        self._handler.handle(record)


def log_error(where: str, error: BaseException) -> str:
    """Log an error nobody foresaw; the number under which the log has it, for whoever it happened to."""
    error_id = secrets.token_hex(4)
    # In the message, too, for whoever reads it at the console.
    log.error("error %s: %s", error_id, where, exc_info=error, extra={"error_id": error_id})
    return error_id
