"""Passwords: argon2id hashes, the rules a new one must keep, and one made up for somebody else."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# argon2-cffi's defaults are RFC 9106's second choice (64 MiB); two at a time keep a small machine breathing.
_HASHER = PasswordHasher()
_AT_ONCE = threading.BoundedSemaphore(2)
_SHORTEST, _LONGEST = 10, 200
# Without 0/O, 1/l/I: it is read from one screen and typed at another.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_OFTEN_TRIED = ("password", "passw0rd", "12345678", "qwertyui", "11111111", "00000000", "abcdefgh", "faheng")


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    with _AT_ONCE:
        return _HASHER.hash(password)


# Verified for names that nobody has, so that they take as long as known ones.
_NOBODYS = hash_password(secrets.token_hex(16))


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether it is the one; with None, for a name that nobody has, False after the same time."""
    with _AT_ONCE:
        try:
            _HASHER.verify(password_hash or _NOBODYS, password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def password_fault(password: str, *, login_name: str, before: str | None = None) -> str:
    """What is wrong with a new password, as words for its owner; '' when nothing is.

    `before` is the one it takes the place of. Length counts, not signs of several kinds (NIST SP 800-63B 3.1.1.2).
    """
    folded = password.casefold()
    if not _SHORTEST <= len(password) <= _LONGEST:
        return f"密码要有 {_SHORTEST} 到 {_LONGEST} 个字符。"
    if login_name.casefold() in folded:
        return "密码里不要有登录名。"
    if len(set(folded)) < 5 or any(often in folded for often in _OFTEN_TRIED):
        return "这个密码太容易被猜到，请换一个。"
    if password == before:
        return "新密码不能与原来的相同。"
    return ""


def made_up_password() -> str:
    """A password for somebody who must change it at the first sign-in: 4 groups of 4, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
