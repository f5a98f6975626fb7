"""佐证材料 as downloads: given to those who may see the submission, and never opened by a browser of ours."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from faheng.gate import actor_of
from faheng.store.access import AccessError
from faheng.store.attachments import attachment_for
from faheng.store.audit import note
from faheng.store.database import Store, StoreError

_LARGEST_NUMBER = 2_147_483_647  # of the table's column
_ABSENT = (
    "没有这份佐证材料，或您没有查看它的权限。"  # the same words for both: who may not see it learns nothing
)


class Files:
    """The routes under /files/; `store()` is asked at each request, since the store opens after these are made."""

    def __init__(self, store: Callable[[], Store]) -> None:
        self._store = store
        self.routes = [Route("/files/attachment/{attachment_id:int}", self._attachment)]

    async def _attachment(self, request: Request) -> Response:
        return await run_in_threadpool(self._given, request)

    def _given(self, request: Request) -> Response:
        store, number = self._store(), int(request.path_params["attachment_id"])
        actor = actor_of(store, request)
        if actor is None or number > _LARGEST_NUMBER:
            return _words(404, _ABSENT)
        try:
            attachment, data = attachment_for(store, number, actor=actor)
            taken = {"title": "佐证材料", "file": attachment.file_name}
            note(store, actor, "export", f"submission:{attachment.submission_id}", taken)
        except AccessError:
            return _words(404, _ABSENT)
        except StoreError as error:
            return _words(410, str(error))
        return Response(
            data, media_type="application/octet-stream", headers=_as_download(attachment.file_name)
        )


def attachment_address(attachment_id: int) -> str:
    """Where an attachment is given out."""
    return f"/files/attachment/{attachment_id}"


def _as_download(file_name: str) -> dict[str, str]:
    """Whatever the file is, a browser keeps it and shows nothing of it: a page or picture in it could hold a script."""
    return {
        # RFC 5987; the plain name is for what knows no other.
        "content-disposition": f"attachment; filename=\"attachment\"; filename*=UTF-8''{quote(file_name, safe='')}",
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "private, no-store",
    }


def _words(status_code: int, words: str) -> Response:
    return PlainTextResponse(words, status_code=status_code, headers={"cache-control": "no-store"})
