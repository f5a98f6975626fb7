"""Makes a data folder ready: opens the store, brings the catalogue up to date, loads what it shows at first once."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date
from functools import lru_cache

from faheng.catalogue import Catalogue
from faheng.catalogue_files import CATALOGUE_FOLDER, load_catalogue
from faheng.demo import DEMO_CITY, demo_releases
from faheng.display import load_display
from faheng.intake.read import read_file
from faheng.public_facts import facts_file
from faheng.roles import SYSTEM
from faheng.safe_files import write_file
from faheng.settings import Settings
from faheng.store.database import DiskError, Store
from faheng.store.releases import publish, publish_catalogue
from faheng.store.reviews import accept_submissions
from faheng.store.submissions import Sender, list_submissions, save_submission

log = logging.getLogger(__name__)

_OFFICE_FILES = (
    "regions.csv",
    "region_aliases.csv",
    "targets.csv",
    "synonyms.csv",
    "definition_breaks.csv",
    "boundary_changes.csv",
    "cities.csv",
    "tiles.csv",
    "maps.csv",
)


def open_prepared_store(settings: Settings, *, holder: str) -> Store:
    """The store of an installation, ready to be read.

    Raises:
        faheng.csv_rows.CatalogueError: a catalogue file is faulty; nothing was changed.
        faheng.store.database.StoreError, faheng.store.migrations.VersionError: the folder cannot be used.
    """
    store = Store(settings.data_folder, holder=holder, room=settings.room_mb << 20)
    try:
        _lay_out_office_files(settings)
        is_new = store.latest_release == 0
        # The demonstration city comes with a new folder only: FAHENG_DEMO=no takes it away at any later start, but
        # nothing ever adds it to an office's own data.
        has_demo = is_new or DEMO_CITY in store.catalogue(store.latest_release).regions
        with_demo = settings.with_demo and has_demo
        folders = replace(settings, with_demo=with_demo).catalogue_folders
        catalogue = load_catalogue(folders)
        store.display = load_display(folders, catalogue)
        _publish_catalogue(store, catalogue)
        if with_demo and not list_submissions(store, city_code=DEMO_CITY):
            _publish_demonstration(store, catalogue)
        # Once: their own submission, also one that was undone, is none of the demonstration city's.
        if with_demo and all(row.city_code == DEMO_CITY for row in list_submissions(store)):
            _publish_public_facts(store, catalogue)
    except BaseException:
        store.close()
        raise
    return store


def _publish_catalogue(store: Store, catalogue: Catalogue) -> None:
    try:
        release = publish_catalogue(store, catalogue, actor=SYSTEM)
    except DiskError as error:
        if store.latest_release == 0:
            raise  # there is nothing to read either
        log.warning("the catalogue stays as it was published: %s", error)
        return
    if release is not None:
        log.info("catalogue published as release %d", release)


def _lay_out_office_files(settings: Settings) -> None:
    """Give the office empty files with the right headers, so that it sees where its own rows go."""
    for name in _OFFICE_FILES:
        target = settings.office_folder / name
        if not target.exists():
            header = (CATALOGUE_FOLDER / name).read_text(encoding="utf-8").splitlines()[0]
            # Excel opens a CSV as UTF-8 only with the mark at its beginning.
            write_file(target, f"{header}\n".encode("utf-8-sig"))


def _publish_demonstration(store: Store, catalogue: Catalogue) -> None:
    """Load 演示市 the way a county would: real forms, read, checked, submitted and published."""
    city = catalogue.regions[DEMO_CITY]
    for release in demo_releases(catalogue):
        numbers = []
        for file in release.files:
            reading = read_file(
                file.data, file.file_name, catalogue, city=city, period=None, today=date.today()
            )
            sender = Sender(DEMO_CITY, file.sender.code, file.sent_by)
            # What is odd in 演示市 is so on purpose.
            reasons = dict.fromkeys(((issue.cell, issue.rule) for issue in reading.issues), "演示数据")
            number = save_submission(
                store, reading, sender, actor=SYSTEM, acknowledged=reasons, received_at=file.received_at
            )
            numbers.append(number)
        accept_submissions(store, numbers, actor=SYSTEM)
        published = publish(store, numbers, actor=replace(SYSTEM, name="演示管理员"), note=release.note)
        log.info("demonstration release %d: %s", published, release.note)


def _publish_public_facts(store: Store, catalogue: Catalogue) -> None:
    """Load the published facts of real places, which show what they are beside the made-up city."""
    file = facts_file(catalogue)
    if not file.reading.values:
        return
    # Nobody's city: one file holds several.
    reasons = dict.fromkeys(((issue.cell, issue.rule) for issue in file.issues), "公开数据")
    number = save_submission(
        store,
        file,
        Sender(city_code="", unit_code="", person="法衡摘录"),
        actor=SYSTEM,
        acknowledged=reasons,
    )
    accept_submissions(store, [number], actor=SYSTEM)
    published = publish(store, [number], actor=SYSTEM, note="公开数据")
    log.info("public facts published as release %d", published)


def open_for_command(settings: Settings, *, holder: str) -> Store:
    """The store for one command: as it is; only a new folder is made ready first, so that `check` publishes nothing.

    Raises:
        As `open_prepared_store`.
    """
    store = Store(settings.data_folder, holder=holder, room=settings.room_mb << 20)
    if store.latest_release > 0:
        return store
    store.close()
    return open_prepared_store(settings, holder=holder)


@lru_cache(maxsize=4)
def open_once(settings: Settings) -> Store:
    """The store of this process: opened at the first call, the same one ever after.

    Raises:
        As `open_prepared_store`; a failed opening is tried again at the next call.
    """
    return open_prepared_store(settings, holder="python -m faheng serve")
