"""The command line: python -m faheng serve | read | submit | accept | publish | export | deck | backup | restore and the rest."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from faheng.command_socket import EXIT_CODES, REFUSED, UNAVAILABLE, Outcome


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments[:1] == ["read"]:
        # Kept apart so that reading imports neither pandas nor DuckDB nor Streamlit.
        return _read(_reading_parser().parse_args(arguments[1:]))
    if arguments[:1] == ["serve"]:
        return _serve(_serving_parser().parse_args(arguments[1:]))
    if arguments[:1] == ["restore"]:
        # Without a store: the one in the folder may be what is to be replaced.
        return _restore(arguments[1:])
    return _with_store(arguments)


def _reading_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m faheng read",
        description="读一份表，打印读到的数和问题；不需要数据库。",
        epilog=EXIT_CODES,
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--city", required=True, help="市的名称或代码")
    parser.add_argument("--year", "--period", dest="year", default="", help="表里没有写时期时用")
    parser.add_argument(
        "--answers",
        type=Path,
        metavar="FILE",
        help="对疑问的回答：一个 JSON 对象，键是 doubts 里的 key，值是 answer",
    )
    parser.add_argument("--json", action="store_true", help="打印一个 JSON 对象（默认也是）")
    return parser


def _serving_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m faheng serve", description="启动网页服务；按 Ctrl+C 停止。", epilog=EXIT_CODES
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8501)
    return parser


def _read(options: argparse.Namespace) -> int:
    from faheng.catalogue_files import load_catalogue
    from faheng.csv_rows import CatalogueError
    from faheng.intake.json_form import read_answers, read_as_json
    from faheng.settings import settings_from_environment

    try:
        catalogue = load_catalogue(settings_from_environment().catalogue_folders)
    except CatalogueError as error:
        return _unavailable(str(error))
    try:
        answers = read_answers(options.answers) if options.answers else {}
    except ValueError as error:
        return _unavailable(str(error))
    answer = read_as_json(options.file, options.city, options.year, catalogue, answers=answers)
    print(json.dumps(answer, ensure_ascii=False))
    return REFUSED if answer["status"] == "reject" else 0


def _serve(options: argparse.Namespace) -> int:
    from faheng import server
    from faheng.preparation import open_once
    from faheng.settings import PROJECT_FOLDER, network_from_environment, settings_from_environment

    network = network_from_environment()
    if fault := network.fault():
        return _unavailable(fault)
    if not server.port_is_free(options.host, options.port):
        return _unavailable(
            f"{options.host}:{options.port} 已被占用：请换一个端口，如 make run PORT={options.port + 1}。"
        )
    print("法衡正在准备数据……（第一次约半分钟）", flush=True)
    try:
        open_once(settings_from_environment())
    except server.KNOWN_ERRORS as error:
        return _unavailable(str(error))
    os.chdir(PROJECT_FOLDER)  # .streamlit/config.toml is found from here
    host = f"[{options.host}]" if ":" in options.host else options.host
    scheme = "https" if network.is_encrypted else "http"
    print(f"法衡已启动：{scheme}://{host}:{options.port}  （按 Ctrl+C 停止）", flush=True)
    return server.run(host=options.host, port=options.port)


def _restore(arguments: list[str]) -> int:
    from faheng.backup_commands import restoring_parser, run_restore
    from faheng.settings import settings_from_environment

    options = restoring_parser().parse_args(arguments)
    return _say(run_restore(settings_from_environment().data_folder, options))


def _say(outcome: Outcome) -> int:
    if outcome.output:
        print(outcome.output)
    if outcome.error:
        sys.stderr.write(f"{outcome.error}\n")
    return outcome.exit_code


def _with_store(arguments: list[str]) -> int:
    from faheng.commands import add_store_commands, run_store_command

    parser = argparse.ArgumentParser(
        prog="python -m faheng", description="法衡：法治建设指标。各命令加 --help 看用法。", epilog=EXIT_CODES
    )
    commands = parser.add_subparsers(
        title="命令",
        metavar="serve | read | submit | accept | publish | export | deck | backup | restore | check | account",
        required=True,
    )
    commands.add_parser("serve", help="启动网页服务")
    commands.add_parser("read", help="读一份表，打印读到的数和问题")
    commands.add_parser("restore", help="用一份备份替换数据；先停下法衡")
    add_store_commands(commands)
    parser.parse_args(arguments)  # --help and mistakes end here, without touching the data folder

    from faheng.command_socket import ask_running_server
    from faheng.preparation import open_for_command
    from faheng.server import KNOWN_ERRORS
    from faheng.settings import settings_from_environment

    settings = settings_from_environment()
    outcome = ask_running_server(settings.data_folder, [str(Path.cwd()), *arguments])
    if outcome is None:
        try:
            store = open_for_command(settings, holder=f"python -m faheng {arguments[0]}")
        except KNOWN_ERRORS as error:
            return _unavailable(str(error))
        with store:
            outcome = run_store_command(store, arguments, folder=Path.cwd())
    return _say(outcome)


def _unavailable(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main())
