"""The targets that hold over the periods of a trend, as standing.py gives them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from faheng.charts.spec import TargetStep
from faheng.measures import wording
from faheng.views.question import ask, target_of
from faheng.views.trend_lines import Line, Lines


@dataclass(frozen=True)
class Targets:
    """The target of each region, and of the city, by the number of the period; those without a value have none."""

    by_region: Mapping[str, tuple[Decimal | None, ...]]

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return any(target is not None for targets in self.by_region.values() for target in targets)

    def of(self, region_code: str, place: int) -> Decimal | None:
        """The target of a region in a period."""
        return self.by_region[region_code][place] if region_code in self.by_region else None

    def held_against(self, line: Line, place: int) -> Decimal | None:
        """The target that a line's value in a period is held against; None where there is no value or no target for it."""
        moment = line.moments[place]
        whole = moment.made != "partial"
        return self.of(line.region.code, place) if whole and _has_target(line, place) else None


def read_targets(lines: Lines) -> Targets:
    """The targets of all lines. They are asked for once between two changes, not for every period."""
    everybody = (*lines.regions, lines.whole)
    found: dict[str, list[Decimal | None]] = {
        line.region.code: [None] * len(lines.periods) for line in everybody
    }
    for places in _stretches(lines):
        question = ask(
            lines.catalogue,
            city_code=lines.city.code,
            indicator_code=lines.indicator.code,
            period=lines.periods[places[-1]],
        )
        for line in everybody:
            if any(_has_target(line, place) for place in places):
                target = target_of(question, line.region)
                found[line.region.code][places[0] : places[-1] + 1] = [target] * len(places)
    return Targets({code: tuple(targets) for code, targets in found.items()})


def _has_target(line: Line, place: int) -> bool:
    """Whether there is a value that can be held against a target: no cumulative one, none published elsewhere."""
    moment = line.moments[place]
    return moment.shown is not None and not (moment.cumulative or moment.note)


def _stretches(lines: Lines) -> Iterator[list[int]]:
    """The numbers of the periods between two changes of any target of the indicator; nothing when it has none."""
    targets = [target for target in lines.catalogue.targets if target.indicator_code == lines.indicator.code]
    if not targets:
        return

    def in_force(place: int) -> int:
        return sum(target.is_in_force(lines.periods[place]) for target in targets)

    for _, places in groupby(range(lines.drawn), in_force):
        yield list(places)


def target_steps(lines: Lines, targets: Targets, only: Line | None = None) -> tuple[TargetStep, ...]:
    """The target as a line of steps, where all regions share one; or that of one line."""
    if lines.indicator.direction == "neutral":
        return ()
    told = lines.regions if only is None else (only,)
    codes = [line.region.code for line in told] or [lines.city.code]
    shared = [_shared(targets, codes, place) for place in range(lines.drawn)]
    steps = []
    for value, places in groupby(range(lines.drawn), shared.__getitem__):
        if value is not None:
            first, *rest = places
            label = f"目标 {wording.target_text(value, lines.indicator)}"
            steps.append(TargetStep(first, rest[-1] if rest else first, value, label))
    return tuple(steps)


def differ(lines: Lines, targets: Targets) -> bool:
    """Whether regions have different targets in the same period."""
    codes = [line.region.code for line in lines.regions]
    return any(len(_set(targets, codes, place)) > 1 for place in range(lines.drawn))


def _set(targets: Targets, codes: list[str], place: int) -> set[Decimal]:
    return {target for code in codes if (target := targets.of(code, place)) is not None}


def _shared(targets: Targets, codes: list[str], place: int) -> Decimal | None:
    found = _set(targets, codes, place)
    return found.pop() if len(found) == 1 else None
