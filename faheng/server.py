"""What stands round the Streamlit app: start and stop, warm imports, unforeseen errors; the gate goes first."""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import os
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit.file_util import get_static_dir

from faheng import browser_files
from faheng.browser_files import SmallStatic
from faheng.command_socket import UNAVAILABLE, CommandServer
from faheng.commands import listen_for_commands
from faheng.csv_rows import CatalogueError
from faheng.error_page import ErrorPage
from faheng.files import Files
from faheng.gate import Gate
from faheng.headers import SecurityHeaders
from faheng.health import Health
from faheng.hosts import Hosts, own_names
from faheng.index_page import IndexPage, our_page
from faheng.limits import BodyLimits
from faheng.log_file import keep_log, log_error
from faheng.preparation import open_once
from faheng.roles import GUEST
from faheng.settings import PROJECT_FOLDER, network_from_environment, settings_from_environment
from faheng.sign_in import SignIn
from faheng.store.accounts import list_accounts
from faheng.store.backup_work import backup_work
from faheng.store.database import Store, StoreError
from faheng.store.freezes import opening_release
from faheng.store.migrations import VersionError
from faheng.store.queries import load_queries

FRAME = PROJECT_FOLDER / "pages" / "_frame.py"
_STREAMLIT = Path(get_static_dir())


def _store() -> Store:
    return open_once(settings_from_environment())


def _names() -> frozenset[str]:
    return own_names(network_from_environment().hosts, st.get_option("server.address") or "")


SIGN_IN = SignIn(_store)
HEALTH = Health(_store)
ROUTES = (*browser_files.ROUTES, *SIGN_IN.routes, *Files(_store).routes, *HEALTH.routes)
MIDDLEWARE = (
    Middleware(SecurityHeaders, page=our_page((_STREAMLIT / "index.html").read_text(encoding="utf-8"))),
    Middleware(ErrorPage),
    Middleware(Hosts, names=_names),
    Middleware(BodyLimits),
    Middleware(Gate, store=_store),
    Middleware(IndexPage, index=_STREAMLIT / "index.html"),
    Middleware(SmallStatic, folder=_STREAMLIT / "static"),
)
KNOWN_ERRORS = (StoreError, VersionError, CatalogueError)

log = logging.getLogger(__name__)

# The first visitor would otherwise wait 2–3 s for these (streamlit.md 5.2); pandas also for DuckDB's first parameters.
_WARM = (
    "pandas",
    "pyarrow",
    "streamlit.elements.arrow",
    "xlsxwriter",
    "faheng.ui.backups",
    "faheng.ui.catalogue",
    "faheng.ui.comparison",
    "faheng.ui.correction",
    "faheng.ui.facts",
    "faheng.ui.filters",
    "faheng.ui.guide",
    "faheng.ui.overview",
    "faheng.ui.own",
    "faheng.ui.profile",
    "faheng.ui.publishing",
    "faheng.ui.reviewing",
    "faheng.ui.submission",
)


@contextlib.asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Open the store, load what pages need, then freeze: a collection after every rerun costs 4 times the rerun."""
    settings = settings_from_environment()
    try:
        store = open_once(settings)
    except KNOWN_ERRORS as error:
        # `python -m faheng serve` says this before it gets here; started by hand the line is the same, no traceback.
        sys.stderr.write(f"{error}\n")
        sys.stderr.flush()
        os._exit(UNAVAILABLE)  # an exception here would make uvicorn print its own traceback below
    for module in _WARM:
        importlib.import_module(module)
    keep_log(settings.data_folder)  # after them: loggers made later pass their warnings on to those there are
    if not list_accounts(store):
        _tell_first_address()
    commands = _listen(store)
    load_queries()
    _read_ahead(opening_release(store, GUEST))
    backups = backup_work(store)
    backups.begin()
    gc.collect()
    gc.freeze()
    try:
        yield {}
    finally:
        backups.stop()
        if commands:
            commands.stop()
        store.close()


def _listen(store: Store) -> CommandServer | None:
    """Commands need a file in the data folder; on a full disk there are none, and pages are served all the same."""
    try:
        return listen_for_commands(store)
    except OSError:
        log.exception("commands cannot reach this server")
        return None


def _tell_first_address() -> None:
    """The way to the first account; no password is known to anybody before."""
    host, port = st.get_option("server.address") or "127.0.0.1", st.get_option("server.port")
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    scheme = "https" if network_from_environment().is_encrypted else "http"
    sys.stdout.write(
        "还没有账号。请打开这个只能用一次的地址，建立管理员：\n"
        f"  {scheme}://{host}:{port}/auth/first?key={SIGN_IN.first_key}\n"
    )
    sys.stdout.flush()


def _read_ahead(release: int) -> None:
    """Make what the first visitor asks for. What goes wrong there is that page's trouble, not the server's."""
    try:
        importlib.import_module("faheng.ui.overview").read_ahead(release)
    except Exception:
        log.exception("the first page could not be made ahead")


def report_error(error: Exception) -> bool:
    """Log an error nobody foresaw under a number the user can quote, and show that instead of a traceback."""
    number = log_error("page script", error)
    st.error(
        f"出现了没有预料到的问题，编号 **{number}**。数据没有改动。"
        "请刷新页面再试；若仍出现，请把编号告诉管理员（详情在数据文件夹的 faheng.log 里）。",
        icon=":material/error:",
    )
    return True


def port_is_free(host: str, port: int) -> bool:
    """Whether a server can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def run(*, host: str, port: int) -> int:
    """Serve app.py until stopped, the same as `streamlit run app.py`; the exit code."""
    from streamlit.web import cli  # the command line of Streamlit: not needed inside the server

    network = network_from_environment()
    # uvicorn would believe whoever comes from this machine what X-Forwarded-For says; only the named proxy counts.
    os.environ["FORWARDED_ALLOW_IPS"] = network.proxy
    encryption = (
        (f"--server.sslCertFile={network.certificate}", f"--server.sslKeyFile={network.key}")
        if network.is_encrypted
        else ()
    )
    sys.argv = [
        "streamlit",
        "run",
        "app.py",
        f"--server.address={host}",
        f"--server.port={port}",
        "--logger.hideWelcomeMessage=true",
        *encryption,
    ]
    try:
        cli.main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0
