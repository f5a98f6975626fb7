"""`python -m faheng deck`: a deck as a file, proposed from a template or one that somebody made."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from faheng.catalogue import Catalogue, Region
from faheng.command_options import city_of, period_of, reader_and_release, write_out
from faheng.command_socket import DONE, EXIT_CODES, Outcome
from faheng.meeting.deck import TEMPLATES, Deck, DeckError
from faheng.meeting.kept import open_deck
from faheng.meeting.writers import FORMATS
from faheng.roles import Actor
from faheng.store.audit import note
from faheng.store.database import Store, StoreError
from faheng.store.decks import list_decks
from faheng.store.freezes import opening_release
from faheng.store.masters import master_bytes

_KINDS = [name for name in TEMPLATES if name != "empty"]


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Describe the deck command to the command line."""
    forms = "、".join(f".{suffix}" for suffix in FORMATS)
    parser = commands.add_parser("deck", help=f"把会议汇报写成文件（{forms}）", epilog=EXIT_CODES)
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help=f"写到哪里；后缀是 {forms}")
    parser.add_argument("--city", help="市的名称或代码；不用 --deck 时必须写")
    parser.add_argument("--period", help="时期，如 2024；不用 --deck 时必须写")
    parser.add_argument(
        "--template",
        choices=_KINDS,
        default="year",
        help="year 年度总结（不写就是它），region 县区约谈，indicator 单项专题",
    )
    parser.add_argument("--region", help="县区约谈的地区，名称或代码")
    parser.add_argument("--indicator", help="单项专题的指标，如 C01")
    parser.add_argument(
        "--deck", metavar="NAME", help="已保存的汇报，名称或编号；要 --account，用它自己的或别人共享的"
    )
    parser.add_argument("--release", type=int, help="第几版；不写为冻结的那一版，没有冻结则为最新")
    parser.add_argument("--account", help="以哪个账号（登录名）；还没有公开的版本只有审核、发布能看")
    parser.set_defaults(run=_write)


def _write(store: Store, options: argparse.Namespace) -> Outcome:
    # Here: with them come the tests of statistics, which take longer to load than any other command takes.
    from faheng.meeting.details import details_of
    from faheng.meeting.slides import slides_of
    from faheng.meeting.stamp import stamp_of

    form = FORMATS.get(options.out.suffix.removeprefix(".").lower())
    if form is None:
        raise StoreError(
            f"写不了“{options.out.name}”：后缀应是 {'、'.join(f'.{each}' for each in FORMATS)}。"
        )
    actor, release = reader_and_release(store, options)
    if options.release is None:
        release = opening_release(store, actor)  # as the page opens: what is frozen for the meeting
    try:
        deck = (
            _saved(store, options.deck, actor) if options.deck else _proposal(store, options, release=release)
        )
        slides = slides_of(store, deck, release=release)
    except DeckError as error:
        raise StoreError(str(error)) from error
    except (KeyError, ValueError) as error:
        raise StoreError(f"第 {release} 版里没有这份汇报的市、地区、指标或时期：{error}。") from error
    stamp = stamp_of(store, release=release)
    content = form.write(
        deck,
        slides,
        stamp,
        master=master_bytes(store) if form.takes_master else None,
        details=details_of(store, deck, release=release) if form.takes_details else None,
    )
    path = options.folder / options.out
    write_out(path, content)
    note(
        store,
        actor,
        "export",
        f"release:{release}",
        {"title": f"汇报 {deck.name}", "file": str(options.out)},
    )
    return Outcome(DONE, f"已把“{deck.name}”第 {release} 版的 {len(slides)} 页写入 {path}。")


def _saved(store: Store, name: str, actor: Actor) -> Deck:
    """The newest deck of this name or number that the account may open."""
    for one in list_decks(store, actor=actor):
        if name in (one.name, str(one.deck_id)) and not one.is_removed:
            return open_deck(store, one.deck_id, actor=actor)[1]
    whose = "" if actor.account_id > 0 else "请用 --account 写明账号，"
    raise StoreError(f"没有叫“{name}”的汇报：{whose}只能用自己的和别人共享的。")


def _proposal(store: Store, options: argparse.Namespace, *, release: int) -> Deck:
    from faheng.meeting.proposals import proposed
    from faheng.views.city_rows import city_rows

    if not options.city or not options.period:
        raise StoreError("请写明 --city 和 --period，或用 --deck 写已保存的汇报。")
    _, city = city_of(store, options.city)
    period = period_of(options.period)
    assert period is not None
    known = city_rows(store, release=release, city_code=city.code).all_periods()
    if period not in known:
        newest = "、".join(map(str, known[:-7:-1])) or "无"
        raise StoreError(
            f"{city.name}第 {release} 版里没有{period}的数，没有写文件。请换一个时期，最近有数的：{newest}。"
        )
    catalogue = store.catalogue(release)
    return proposed(
        store,
        release=release,
        template=options.template,
        city_code=city.code,
        period_code=period.code,
        region_code=_region(catalogue, city, options.region),
        indicator_code=_indicator(catalogue, options.indicator),
    )


def _region(catalogue: Catalogue, city: Region, text: str | None) -> str:
    if not text:
        return ""
    for region in catalogue.parts_of(city.code):
        if text in (region.code, region.name):
            return region.code
    raise StoreError(f"{city.name}没有叫“{text}”的地区。")


def _indicator(catalogue: Catalogue, text: str | None) -> str:
    if text and text not in catalogue.indicators:
        raise StoreError(f"目录里没有指标 {text}。")
    return text or ""
