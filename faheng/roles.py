"""Who may do what: roles, what an account is granted, and the actor in whose name something is read or written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from faheng.catalogue import Catalogue, Region

Role = Literal["viewer", "reporter", "reviewer", "publisher", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
ROLE_NAMES: dict[Role, str] = {
    "viewer": "浏览",
    "reporter": "填报",
    "reviewer": "审核",
    "publisher": "发布",
    "administrator": "管理",
}
SYSTEM_ID, GUEST_ID = 0, -1


@dataclass(frozen=True)
class Grant:
    """One role of an account; 填报 is granted for a region (a city with all that is in it), the others for everything."""

    role: Role
    region_code: str = ""


@dataclass(frozen=True)
class Actor:
    """Who acts: an account with what it is granted, the program itself, or a guest; `origin` is where from."""

    account_id: int
    name: str
    grants: frozenset[Grant]
    origin: str = ""

    def has(self, *roles: Role) -> bool:
        """Whether one of these roles is among the grants, for whichever region. Every account may look."""
        return "viewer" in roles or any(grant.role in roles for grant in self.grants)

    @property
    def reporting_codes(self) -> frozenset[str]:
        """The regions that the actor is granted 填报 for; one that stands for every region is ''."""
        return frozenset(grant.region_code for grant in self.grants if grant.role == "reporter")

    def may_report(self, region_code: str, catalogue: Catalogue) -> bool:
        """Whether the actor may submit figures of a region: it, or what it lies in, is granted for 填报."""
        granted = self.reporting_codes
        if not granted or "" in granted:
            return bool(granted)
        code, seen = region_code, set()
        while code and code not in seen:
            if code in granted:
                return True
            seen.add(code)
            region = catalogue.regions.get(code)
            code = region.parent_code if region else ""
        return False

    def own_regions(self, city: Region, catalogue: Catalogue) -> list[Region]:
        """The regions of a city, itself first, whose figures the actor may submit."""
        regions = (city, *catalogue.parts_of(city.code))
        return [region for region in regions if self.may_report(region.code, catalogue)]

    @property
    def is_guest(self) -> bool:
        """Whether nobody signed in: the office lets strangers look."""
        return self.account_id == GUEST_ID


SYSTEM = Actor(SYSTEM_ID, "系统", frozenset(map(Grant, ROLES)), "程序")
# Whoever can run commands on the machine owns the data folder; the record says that it was done there.
AT_THE_MACHINE = replace(SYSTEM, name="本机管理员", origin="命令行")
GUEST = Actor(GUEST_ID, "访客", frozenset({Grant("viewer")}))


def role_words(grants: Iterable[Grant], catalogue: Catalogue) -> str:
    """`填报（永安区、河口县）、审核`: the grants in the order of the roles."""
    words = []
    for role in ROLES:
        codes = sorted(grant.region_code for grant in grants if grant.role == role)
        if not codes:
            continue
        regions = "、".join(catalogue.known_region(code).name for code in codes if code)
        words.append(f"{ROLE_NAMES[role]}（{regions}）" if regions else ROLE_NAMES[role])
    return "、".join(words)
