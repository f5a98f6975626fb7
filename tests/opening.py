"""Opens a page of the app on a given store, as AppTest does it, and says what stands there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from faheng.roles import SYSTEM, Actor
from faheng.store.database import Store

PAGES_FOLDER = Path(__file__).resolve().parent.parent / "pages"
Open = Callable[..., AppTest]


def opener(monkeypatch: pytest.MonkeyPatch, store: Store, actor: Actor = SYSTEM) -> Open:
    """A function that opens a page of an app whose store is `store`, with an address's parameters, as `actor`.

    AppTest is no browser and has no cookie: who looks is said here. Like a link in a new tab, it opens nothing before.
    """
    # Each AppTest looks for components in the description of every installed package, which takes five times as long as
    # a page of ours does; none of them has any.
    monkeypatch.setattr("streamlit.components.v2.manifest_scanner.scan_component_manifests", list)
    monkeypatch.setattr("faheng.ui.data.open_once", lambda _: store)
    monkeypatch.setattr("faheng.ui.access._find", lambda: actor)

    def open_page(name: str, **parameters: str) -> AppTest:
        app = AppTest.from_file(str(PAGES_FOLDER / "_frame.py"), default_timeout=60)
        app.switch_page(name)
        for parameter, asked in parameters.items():
            app.query_params[parameter] = asked
        return app.run()

    return open_page


def words(app: AppTest) -> str:
    """Everything the page says, without the signs that keep user text from being markdown."""
    elements = [*app.title, *app.subheader, *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    return "\n".join(str(element.value) for element in elements).replace("\\", "")


def looked_at(app: AppTest) -> AppTest:
    """Tick that the differences were looked at."""
    (box,) = [box for box in app.checkbox if box.label == "我已核对上面的差异"]
    return box.check().run()
