"""What several tests need: a small catalogue, an empty store, and a way to publish literal values."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from decks import deck_with_everything
from filelock import FileLock
from hypothesis import settings
from literal import somebody, submit

from faheng.catalogue import Catalogue
from faheng.catalogue_files import CATALOGUE_FOLDER, DEMO_FOLDER, load_catalogue
from faheng.intake.reading import Value
from faheng.meeting.slide import Slide
from faheng.meeting.slides import slides_of
from faheng.preparation import open_once, open_prepared_store
from faheng.roles import SYSTEM
from faheng.settings import Settings
from faheng.store.database import Store
from faheng.store.releases import publish, publish_catalogue

# A machine that is busy with other things must not fail a property.
settings.register_profile("faheng", deadline=None)
settings.load_profile("faheng")


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hundreds of accounts are made in tests, and what a hash costs is no question of theirs."""
    monkeypatch.setattr("faheng.store.passwords._HASHER", PasswordHasher(time_cost=1, memory_cost=64))


@pytest.fixture(scope="session")
def demonstration_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a fresh checkout, to be copied: the first of all workers that needs it takes ten seconds."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    folder = shared / "demonstration"
    with FileLock(shared / "demonstration.lock"):
        if not folder.exists():
            unfinished = tmp_path_factory.mktemp("unfinished") / "data"
            open_prepared_store(Settings(unfinished), holder="tests").close()
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def demonstration(demonstration_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store that a fresh checkout opens with."""
    folder = tmp_path_factory.mktemp("demonstration") / "data"
    shutil.copytree(demonstration_folder, folder)
    store = open_once(Settings(folder))
    yield store
    store.close()


@pytest.fixture(scope="session")
def slides(demonstration: Store) -> tuple[Slide, ...]:
    """The slides of the deck that has everything, in the demonstration's newest release."""
    return slides_of(demonstration, deck_with_everything(), release=demonstration.latest_release)


@pytest.fixture(scope="session")
def few(slides: tuple[Slide, ...]) -> tuple[Slide, ...]:
    """The first slide of each kind of body."""
    return tuple({type(slide.body): slide for slide in reversed(slides)}.values())[::-1]


@pytest.fixture(scope="session")
def whole_catalogue() -> Catalogue:
    """The catalogue of the repository with the demonstration city."""
    return load_catalogue([CATALOGUE_FOLDER, DEMO_FOLDER])


@pytest.fixture(scope="session")
def catalogue(whole_catalogue: Catalogue) -> Catalogue:
    """All indicators, but of the regions only 演示市 and 白银市: small enough to publish in every test."""
    regions = {
        code: region for code, region in whole_catalogue.regions.items() if code[:4] in ("9901", "6204")
    }
    regions["620400"] = replace(regions["620400"], parent_code="")
    aliases = tuple(alias for alias in whole_catalogue.region_aliases if alias.region_code in regions)
    return replace(whole_catalogue, regions=regions, region_aliases=aliases)


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder without any release, made once: to copy it costs a tenth of making it."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    Store(folder).close()
    return folder


@pytest.fixture(scope="session")
def catalogue_folder(
    empty_folder: Path, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A data folder with the catalogue as release 1, made once."""
    folder = tmp_path_factory.mktemp("catalogue") / "data"
    shutil.copytree(empty_folder, folder)
    with Store(folder) as store:
        publish_catalogue(store, catalogue, actor=SYSTEM)
    return folder


@pytest.fixture
def empty_store(empty_folder: Path, tmp_path: Path) -> Iterator[Store]:
    """A store without any release."""
    shutil.copytree(empty_folder, tmp_path / "data")
    with Store(tmp_path / "data") as store:
        yield store


@pytest.fixture
def fresh_database(catalogue_folder: Path, tmp_path: Path) -> Iterator[Store]:
    """A store with the catalogue as release 1 and no observation."""
    shutil.copytree(catalogue_folder, tmp_path / "fresh")
    with Store(tmp_path / "fresh") as store:
        yield store


@pytest.fixture
def publish_values(fresh_database: Store) -> Callable[..., int]:
    """Submit and publish values in one go; the number of the release."""

    def run(*values: Value, person: str = "王芳", name: str = "报表.xlsx") -> int:
        return publish(
            fresh_database,
            [submit(fresh_database, values, person=person, name=name)],
            actor=somebody("李强"),
            note="测试",
        )

    return run
