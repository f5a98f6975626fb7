"""Somebody at the pages of a server until it is killed: uploads with evidence, reviews, publishes, undoes."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import http.client
import random
import re
import urllib.error
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

from websockets.exceptions import InvalidStatus, WebSocketException

from benchmarks.hands import Hands
from benchmarks.kill_clients import CITY, LOOK_AGAIN, PUBLISHER, REVIEWER, SENDER, Client, Journal
from benchmarks.signed_in import enter
from faheng.gate import COOKIE
from faheng.roles import SYSTEM
from faheng.store.accounts import give_password, list_accounts
from faheng.store.database import Store

_UNDONE = 0.4  # of what is published
_LARGE = 0.2  # of the evidence: more than the server keeps in memory while it comes
_TRIES = 5
_REFUSED = (urllib.error.HTTPError, InvalidStatus, TimeoutError, RuntimeError, LookupError)
_GONE = (OSError, EOFError, WebSocketException, http.client.HTTPException)


def sign_in_everybody(folder: Path) -> dict[str, str]:
    """A session of every account of a data folder; the tokens by login name."""
    with Store(folder, holder="benchmarks") as store:
        accounts = list(list_accounts(store).values())
        return {
            account.login_name: enter(store, account, give_password(store, account.account_id, actor=SYSTEM))
            for account in accounts
        }


class _OthersWereFasterError(Exception):
    """What was shown is not so any more: look again."""


class BrowserClient(Client):
    """As three people do it, each on the page where it is done."""

    def __init__(
        self,
        folder: Path,
        journal: Journal,
        number: int,
        dice: random.Random,
        *,
        port: int,
        tokens: dict[str, str],
    ) -> None:
        super().__init__(folder, journal, number, dice)
        self._port = port
        self._tokens = tokens

    def submit(self, text: str) -> int | None:
        """数据报送: drop the file and its evidence, say why the warnings are none, hand in."""
        proof = self.dice.randbytes(
            2_000_000 if self.dice.random() < _LARGE else self.dice.randint(1, 200_000)
        )
        told = self._act(lambda: self._hand_in(text.encode(), proof))
        if told is None:
            return None
        number = _number(r"报送 (\d+)", told)
        self.journal.evidence[number] = hashlib.sha256(proof).hexdigest()
        return number

    def accept(self, number: int) -> bool:
        """审核发布: 通过."""
        return self._act(lambda: self._accept(number)) is not None

    def publish(self, number: int) -> int | None:
        """审核发布: this submission alone as a release."""
        told = self._act(lambda: self._publish(number))
        return None if told is None else _number(r"已发布为第 (\d+) 版", told)

    def then(self, release: int) -> bool:
        """发布记录: some releases are undone at once."""
        if self.dice.random() >= _UNDONE:
            return True
        told = self._act(lambda: self._undo(release))
        if told is not None:
            self.journal.undone[release] = _number(r"成为第 (\d+) 版", told)
        return told is not None

    def _act(self, act: Callable[[], Coroutine[Any, Any, str]]) -> str | None:
        """What the page said when it was done; None when it did not say so."""
        for _ in range(_TRIES):
            try:
                return asyncio.run(act())
            except _OthersWereFasterError:
                continue
            except _REFUSED as error:
                self.journal.refusals.append(f"page: {error!r}")
                return None
            except _GONE:
                return None
        self.journal.refusals.append(f"page: others were faster {_TRIES} times")
        return None

    async def _hand_in(self, data: bytes, proof: bytes) -> str:
        async with self._page("submission", SENDER, f"city={CITY}") as page:
            await self._drop(page, "uploads", self.file_name, data)
            for warning in page.keys("reason:"):
                await page.choose(warning, page.options(warning)[0])
            await self._drop(page, "evidence:hand-in", "proof.pdf", proof)
            return await self._press(page, "hand-in")

    async def _accept(self, number: int) -> str:
        async with self._page("review", REVIEWER, f"submission={number}") as page:
            return await self._press(page, f"accept:{number}")

    async def _publish(self, number: int) -> str:
        async with self._page("review", PUBLISHER) as page:
            (wanted,) = (each for each in page.options("to-publish") if each.startswith(f"报送 {number}："))
            if page.all_chosen("to-publish") != (wanted,):
                await page.choose("to-publish", (wanted,))
            await page.choose("release-note", "核对无误")
            await page.tick("checked")
            if page.all_chosen("to-publish") != (wanted,) or not page.can_press("publish"):
                raise _OthersWereFasterError
            return await self._press(page, "publish")

    async def _undo(self, release: int) -> str:
        async with self._page("releases", PUBLISHER, f"release={release}") as page:
            await page.tick(f"undoing:{release}")
            await page.choose(f"undo-reason:{release}", "口径有误")
            return await self._press(page, "undo")

    @contextlib.asynccontextmanager
    async def _page(self, path: str, login_name: str, query: str = "") -> AsyncIterator[Hands]:
        cookie = f"{COOKIE}={self._tokens[login_name]}"
        async with Hands(self._port, page=path, query=query, cookie=cookie) as page:
            yield page

    async def _drop(self, page: Hands, key: str, name: str, data: bytes) -> None:
        self.journal.uploads += 1
        await page.drop(key, name, data)

    async def _press(self, page: Hands, key: str) -> str:
        self.journal.presses += 1
        try:
            await page.press(key)
        except RuntimeError as error:
            if LOOK_AGAIN in str(error):
                raise _OthersWereFasterError from error
            raise
        if not page.said:
            raise RuntimeError(f"{key}: nothing was said")
        return page.said[-1]


def _number(pattern: str, told: str) -> int:
    found = re.search(pattern, told)
    if found is None:
        raise ValueError(f"{told!r} has no {pattern!r}")
    return int(found[1])
