"""佐证材料: who may put a file beside a submission, who is given it, and that no browser ever opens it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from asking import Answer, ask_app
from literal import file_of, somebody, value
from starlette.applications import Starlette
from starlette.middleware import Middleware

from faheng.files import Files, attachment_address
from faheng.gate import COOKIE, Gate
from faheng.roles import GUEST, SYSTEM, Actor, Grant
from faheng.store.access import AccessError
from faheng.store.accounts import change_password, create_account, list_accounts
from faheng.store.attachments import LARGEST_MB, add_attachment, attachment_for, list_attachments
from faheng.store.database import Store, StoreError
from faheng.store.releases import publish
from faheng.store.reviews import accept_submissions
from faheng.store.rules import OfficeRules, change_rules
from faheng.store.sessions import open_session
from faheng.store.submissions import Sender, discard_submission, save_submission

COUNTY, OTHER = "990102", "990123"
A = somebody("东湖填报", reports=[COUNTY])
B = somebody("清源填报", account_id=3, reports=[OTHER])
REVIEWER, VIEWER = somebody("李审核", "reviewer", account_id=4), somebody("王市长", "viewer", account_id=5)
PAGE = b"<script>alert(1)</script>"
Ask = Callable[..., Answer]


@pytest.fixture
def submission(fresh_database: Store) -> int:
    """A submission of county A, waiting."""
    file = file_of([value("C01", COUNTY, "2024", parts=("45", "50"))])
    return save_submission(fresh_database, file, Sender("990100", COUNTY, "王芳"), actor=A)


@pytest.fixture
def ask(fresh_database: Store) -> Ask:
    """What a browser that is signed in with these grants is answered for an attachment, through the gate."""
    app = Starlette(
        routes=Files(lambda: fresh_database).routes,
        middleware=[Middleware(Gate, store=lambda: fresh_database)],
    )

    def asked(number: int, *grants: Grant) -> Answer:
        path = attachment_address(number)
        if not grants:
            return ask_app(app, path)
        name = f"visitor-{len(list_accounts(fresh_database))}"
        account, first = create_account(
            fresh_database, actor=SYSTEM, login_name=name, name=name, grants=grants
        )
        change_password(fresh_database, account.acting("测试"), before=first, after="Test-pass-word-77")
        token = open_session(fresh_database, account, origin="测试")
        return ask_app(app, path, cookie=f"{COOKIE}={token}")

    return asked


def test_a_file_is_kept_as_it_is(fresh_database: Store, submission: int) -> None:
    added = add_attachment(fresh_database, submission, file_name="C:\\证据\\批复.html", data=PAGE, actor=A)
    assert list_attachments(fresh_database, [submission]) == [added]
    assert (added.file_name, added.size_bytes, added.added_by) == ("批复.html", len(PAGE), "东湖填报")
    assert attachment_for(fresh_database, added.attachment_id, actor=REVIEWER) == (added, PAGE)


@pytest.mark.parametrize("actor", [B, VIEWER, GUEST], ids=lambda actor: actor.name)
def test_strangers_to_a_submission_neither_add_to_it_nor_see(
    fresh_database: Store, submission: int, actor: Actor
) -> None:
    added = add_attachment(fresh_database, submission, file_name="批复.pdf", data=b"1", actor=A)
    with pytest.raises(AccessError):
        add_attachment(fresh_database, submission, file_name="假.pdf", data=b"2", actor=actor)
    with pytest.raises(AccessError, match="没有这份佐证材料"):
        attachment_for(fresh_database, added.attachment_id, actor=actor)


def test_empty_large_and_twice_the_same_are_refused(fresh_database: Store, submission: int) -> None:
    for data, words in ((b"", "空文件"), (b"0" * ((LARGEST_MB << 20) + 1), "超过 20 MB")):
        with pytest.raises(StoreError, match=words):
            add_attachment(fresh_database, submission, file_name="批复.pdf", data=data, actor=A)
    add_attachment(fresh_database, submission, file_name="批复.pdf", data=b"1", actor=A)
    with pytest.raises(StoreError, match="已在报送 1 的佐证材料里"):
        add_attachment(fresh_database, submission, file_name="又一份.pdf", data=b"1", actor=A)


def test_nothing_is_added_once_a_submission_is_closed(fresh_database: Store, submission: int) -> None:
    accept_submissions(fresh_database, [submission], actor=REVIEWER)
    add_attachment(fresh_database, submission, file_name="补充.pdf", data=b"1", actor=A)
    publish(fresh_database, [submission], actor=SYSTEM)
    with pytest.raises(StoreError, match="没有改动"):
        add_attachment(fresh_database, submission, file_name="再补充.pdf", data=b"2", actor=A)


def test_what_was_accepted_is_taken_back_by_a_reviewer_alone(fresh_database: Store, submission: int) -> None:
    accept_submissions(fresh_database, [submission], actor=REVIEWER)
    with pytest.raises(AccessError):
        discard_submission(fresh_database, submission, actor=A)
    discard_submission(fresh_database, submission, actor=REVIEWER)


def test_who_may_see_the_submission_downloads_its_evidence(
    fresh_database: Store, submission: int, ask: Ask
) -> None:
    number = add_attachment(
        fresh_database, submission, file_name='批复";x=.html', data=PAGE, actor=A
    ).attachment_id
    for grant in (Grant("reporter", COUNTY), Grant("reporter", "990100"), Grant("reviewer")):
        answer = ask(number, grant)
        assert (answer.status, answer.body) == (200, PAGE)
    headers = answer.headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["content-disposition"] == (
        "attachment; filename=\"attachment\"; filename*=UTF-8''%E6%89%B9%E5%A4%8D%22%3Bx%3D.html"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("sandbox")
    assert headers["cache-control"] == "private, no-store"


def test_to_all_others_it_is_as_if_there_were_none(fresh_database: Store, submission: int, ask: Ask) -> None:
    number = add_attachment(
        fresh_database, submission, file_name="批复.pdf", data=PAGE, actor=A
    ).attachment_id
    for grant in (Grant("reporter", OTHER), Grant("viewer"), Grant("administrator")):
        there = ask(number, grant)
        for absent in (99, 2**40):
            nowhere = ask(absent, grant)
            assert (there.status, there.text) == (nowhere.status, nowhere.text) == (404, there.text)
    assert ask(number).status == 401


def test_a_guest_of_an_open_office_gets_none(fresh_database: Store, submission: int, ask: Ask) -> None:
    number = add_attachment(
        fresh_database, submission, file_name="批复.pdf", data=PAGE, actor=A
    ).attachment_id
    change_rules(fresh_database, OfficeRules(open_viewing=True), actor=SYSTEM)
    assert ask(number).status == 404


def test_a_file_that_is_gone_from_the_folder_is_said(
    fresh_database: Store, submission: int, ask: Ask
) -> None:
    added = add_attachment(fresh_database, submission, file_name="批复.pdf", data=PAGE, actor=A)
    (fresh_database.uploads / added.file_sha256).unlink()
    answer = ask(added.attachment_id, Grant("reviewer"))
    assert (answer.status, "从备份恢复" in answer.text) == (410, True)
