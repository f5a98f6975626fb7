"""What `python -m faheng …` can do with a store; the same functions run in the command's process or in the server."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from faheng import account_commands, backup_commands, deck_commands
from faheng.catalogue import Catalogue, Region
from faheng.command_options import actor_of, city_of, period_of, reader_and_release, reason_of, write_out
from faheng.command_socket import DONE, EXIT_CODES, REFUSED, USAGE, CommandServer, Outcome
from faheng.exports import write_workbook
from faheng.intake.doubts import Doubt
from faheng.intake.formats.workbook import Refused
from faheng.intake.grid import place
from faheng.intake.json_form import read_answers
from faheng.intake.read import FileReading, read_file
from faheng.intake.reading import LEVEL_NAMES, blocking
from faheng.store.answers import recall_answers
from faheng.store.audit import note
from faheng.store.database import Store, StoreError
from faheng.store.embargo import newest_for
from faheng.store.history import read_history
from faheng.store.releases import compare, publish
from faheng.store.reviews import accept_submissions
from faheng.store.submissions import (
    Sender,
    check_new_file,
    list_submissions,
    save_submission,
    submission_values,
    unacknowledged,
)
from faheng.views.differences import count_kinds
from faheng.views.observations import observations_table


class _Parser(argparse.ArgumentParser):
    """A parser that raises instead of ending the process: in the server the process is everybody's."""

    def error(self, message: str) -> NoReturn:
        raise argparse.ArgumentError(None, message)


def add_store_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe what can be done with a store to the command line."""
    submit = commands.add_parser("submit", help="报送文件，等待发布", epilog=EXIT_CODES)
    submit.add_argument("files", nargs="+", type=Path, metavar="FILE")
    submit.add_argument("--city", required=True, help="市的名称或代码")
    submit.add_argument("--sender", help="报送单位（县区、市本级…）的名称或代码；不写为全市")
    submit.add_argument("--account", required=True, help="以哪个账号报送（登录名）")
    submit.add_argument("--person", help="报送人姓名；不写为账号的姓名")
    submit.add_argument("--year", "--period", dest="period", help="表里没有写时期时用，如 2024、2024-Q3")
    submit.add_argument(
        "--withhold", action="append", default=[], metavar="CELL", help="这格先不报，如 年度!D7"
    )
    submit.add_argument("--answers", type=Path, metavar="FILE", help="对疑问的回答，同 read 的 --answers")
    submit.add_argument(
        "--reason", default="", metavar="TEXT", help="提醒都已核对、数没有错的理由；有提醒时必须写"
    )
    submit.set_defaults(run=_submit)

    accepting = commands.add_parser("accept", help="审核通过报送", epilog=EXIT_CODES)
    accepting.add_argument(
        "numbers", nargs="*", type=int, metavar="NUMBER", help="报送编号；不写则列出待审的"
    )
    accepting.add_argument("--account", help="以哪个账号审核（登录名）")
    accepting.set_defaults(run=_accept)

    publishing = commands.add_parser("publish", help="把通过审核的报送发布为一版", epilog=EXIT_CODES)
    publishing.add_argument(
        "numbers", nargs="*", type=int, metavar="NUMBER", help="报送编号；不写则列出等待发布的"
    )
    publishing.add_argument("--account", help="以哪个账号发布（登录名）")
    publishing.add_argument("--note", default="", help="这一版的说明")
    publishing.add_argument(
        "--public-from", metavar="TIME", help="到这个时间才公开，如 2027-06-01T09:00；不写为马上公开"
    )
    publishing.set_defaults(run=_publish)

    export = commands.add_parser("export", help="把一个市的数据导出为 .xlsx", epilog=EXIT_CODES)
    export.add_argument("file", type=Path, metavar="FILE.xlsx")
    export.add_argument("--city", required=True, help="市的名称或代码")
    export.add_argument("--indicator", help="只导出这个指标，如 C01")
    export.add_argument("--period", help="只导出这个时期，如 2024")
    export.add_argument("--release", type=int, help="第几版；不写为最新")
    export.add_argument("--account", help="以哪个账号导出（登录名）；还没有公开的版本只有审核、发布能导出")
    export.set_defaults(run=_export)

    deck_commands.add_to(commands)
    backup_commands.add_to(commands)
    account_commands.add_to(commands)


def run_store_command(store: Store, arguments: Sequence[str], *, folder: Path) -> Outcome:
    """Run one of the commands above; relative file names are meant in `folder`. Never raises for what users do."""
    parser = _Parser(prog="python -m faheng")
    add_store_commands(parser.add_subparsers(required=True))
    try:
        options = parser.parse_args(arguments)
    except argparse.ArgumentError as error:
        return Outcome(USAGE, error=str(error))
    options.folder = folder
    try:
        outcome: Outcome = options.run(store, options)
    except (StoreError, Refused) as error:
        return Outcome(REFUSED, error=str(error))
    return outcome


def listen_for_commands(store: Store) -> CommandServer:
    """Let `python -m faheng …` hand its commands to this process, which has the store open."""
    return CommandServer(
        store.folder,
        lambda arguments: run_store_command(store, arguments[1:], folder=Path(arguments[0])),
    )


def find_region(catalogue: Catalogue, city: Region, text: str) -> Region | None:
    """The reporting region of the city, or the city, with exactly this code, name or other name."""
    others = {(alias.region_code, alias.name) for alias in catalogue.region_aliases}
    return next(
        (
            region
            for region in [city, *catalogue.parts_of(city.code)]
            if text in (region.code, region.name) or (region.code, text) in others
        ),
        None,
    )


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise StoreError(f"“{text}”不是时间：请写成 2027-06-01T09:00。") from None
    return moment.astimezone().replace(tzinfo=None) if moment.tzinfo else moment  # the office's own time


def _submit(store: Store, options: argparse.Namespace) -> Outcome:
    actor = actor_of(store, options.account)
    catalogue, city = city_of(store, options.city)
    unit = find_region(catalogue, city, options.sender) if options.sender else city
    if unit is None:
        raise StoreError(f"{city.name}没有叫“{options.sender}”的报送单位。")
    answers = _answers(options)
    lines: list[str] = []
    files: list[FileReading] = []
    for name in options.files:
        path = options.folder / name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StoreError(f"打不开 {path}：{reason_of(error)}。") from error
        file = _read(
            store, data, path.name, catalogue, city=city, unit=unit, options=options, answers=answers
        )
        check_new_file(store, hashlib.sha256(data).hexdigest())
        lines += [f"{LEVEL_NAMES[issue.level]} {issue.message}" for issue in file.issues]
        lines += [_doubt_line(doubt) for doubt in file.reading.doubts]
        files.append(file)
    if obstacle := _obstacle(files, options):
        return Outcome(REFUSED, "\n".join(lines), obstacle)
    for file in files:
        number = save_submission(
            store,
            file,
            Sender(city.code, unit.code, options.person or actor.name),
            actor=actor,
            withheld=frozenset(options.withhold),
            acknowledged=_reasons(file, options),
        )
        lines.append(f"报送 {number}：{file.file_name}，{len(file.reading.values)} 个数，等待审核。")
    return Outcome(DONE, "\n".join(lines))


def _answers(options: argparse.Namespace) -> dict[str, str]:
    if options.answers is None:
        return {}
    try:
        return read_answers(options.folder / options.answers)
    except ValueError as error:
        raise StoreError(str(error)) from error


def _read(
    store: Store,
    data: bytes,
    file_name: str,
    catalogue: Catalogue,
    *,
    city: Region,
    unit: Region,
    options: argparse.Namespace,
    answers: dict[str, str],
) -> FileReading:
    """Read a file with the answers given; with those remembered for its form besides, once the form is known."""

    newest = newest_for(store, actor_of(store, options.account))
    history = read_history(store, city.code, release=newest)

    def read(known: dict[str, str]) -> FileReading:
        return read_file(
            data,
            file_name,
            catalogue,
            city=city,
            period=period_of(options.period),
            today=date.today(),
            answers={**known, **answers},
            history=history,
            unit=unit,
        )

    file = read({})
    known = recall_answers(store, city_code=city.code, sender_code=unit.code, form=file.form)
    return read(known) if known else file


def _doubt_line(doubt: Doubt) -> str:
    """One question with its key and the answers to choose from, as --answers takes them."""
    choices = "，".join(f"{candidate.answer}（{candidate.label}）" for candidate in doubt.candidates)
    return f"疑问 {place(doubt.cells[0])}：{doubt.question} “{doubt.key}”可以回答：{choices}"


def _obstacle(files: Sequence[FileReading], options: argparse.Namespace) -> str:
    """What keeps the files from being handed in, '' when nothing does."""
    if stopping := sum(len(blocking(file.issues, options.withhold)) for file in files):
        return f"有 {stopping} 处错误，没有报送。"
    if asked := sum(len(file.reading.doubts) for file in files):
        return f"有 {asked} 处疑问，没有报送：请把回答写进一个 JSON 文件，再加 --answers 报送。"
    waiting = sum(
        len(unacknowledged(file.issues, options.withhold, _reasons(file, options))) for file in files
    )
    if waiting:
        return f"有 {waiting} 处提醒，没有报送：请核对，数没有错就加 --reason 写明理由后再报送。"
    return ""


def _reasons(file: FileReading, options: argparse.Namespace) -> dict[tuple[str, str], str]:
    return {(issue.cell, issue.rule): options.reason for issue in file.issues if issue.level == "warning"}


def _accept(store: Store, options: argparse.Namespace) -> Outcome:
    if not options.numbers:
        return Outcome(DONE, _waiting(store, "pending") or "没有待审的报送。")
    accept_submissions(store, options.numbers, actor=actor_of(store, options.account))
    return Outcome(DONE, f"已通过报送 {'、'.join(map(str, options.numbers))}，等待发布。")


def _waiting(store: Store, status: str) -> str:
    return "\n".join(
        f"报送 {row.submission_id}：{row.file_name}，{row.sent_by}，{row.received_at:%Y-%m-%d %H:%M}，{row.value_count} 个数"
        for row in list_submissions(store, status=status)
    )


def _publish(store: Store, options: argparse.Namespace) -> Outcome:
    if not options.numbers:
        return Outcome(DONE, _waiting(store, "accepted") or "没有等待发布的报送。")
    actor = actor_of(store, options.account)
    seen = store.latest_release
    values = [value for found in submission_values(store, options.numbers).values() for value in found]
    counts = count_kinds(compare(store, values, release=seen))
    release = publish(
        store,
        options.numbers,
        actor=actor,
        seen_release=seen,
        note=options.note,
        public_from=_moment(options.public_from),
    )
    changed = "，".join(f"{name} {count}" for name, count in counts.items())
    return Outcome(DONE, f"已发布为第 {release} 版：{changed}。")


def _export(store: Store, options: argparse.Namespace) -> Outcome:
    _, city = city_of(store, options.city)
    actor, release = reader_and_release(store, options)
    catalogue = store.catalogue(release)
    if city.code not in catalogue.regions:
        raise StoreError(f"第 {release} 版里还没有{city.name}。")
    if options.indicator and options.indicator not in catalogue.indicators:
        raise StoreError(f"目录里没有指标 {options.indicator}。")
    period = period_of(options.period)
    table = observations_table(
        store,
        release=release,
        city_code=city.code,
        indicator_code=options.indicator,
        period_code=period.code if period else None,
    )
    path = options.folder / options.file
    write_out(path, write_workbook([table]))
    note(store, actor, "export", f"release:{release}", {"title": table.title, "file": str(options.file)})
    return Outcome(DONE, f"已把{city.name}第 {release} 版的 {len(table.rows)} 个数写入 {path}。")
