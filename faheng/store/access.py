"""Refuses what an actor may not do: asked by every write of the store, whatever the pages show."""

from __future__ import annotations

from faheng.roles import ROLE_NAMES, Actor, Role
from faheng.store.database import StoreError


class AccessError(StoreError):
    """The actor lacks the role for this; nothing was written."""


def require(actor: Actor, *roles: Role) -> None:
    """Refuse whoever has none of the roles.

    Raises:
        AccessError: says which role is needed.
    """
    if not actor.has(*roles):
        needed = "或".join(f"“{ROLE_NAMES[role]}”" for role in roles)
        who = "您还没有登录" if actor.is_guest else f"{actor.name}没有这个权限"
        raise AccessError(f"{who}：这一步需要{needed}权限，请联系管理员。没有写入任何内容。")
