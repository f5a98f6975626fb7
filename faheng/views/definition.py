"""What an indicator means, in words a reader understands: everything the catalogue says of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from faheng.address import Address, address
from faheng.catalogue import BASIS_NAMES, DIRECTION_NAMES, Catalogue, DefinitionBreak, Indicator, Target
from faheng.measures import wording
from faheng.store.database import Store
from faheng.views.restated import parts_words

KIND_NAMES = {"rate": "比率", "average": "平均数", "count": "数量", "stock": "存量", "score": "评分"}
UNSETTLED: Mapping[str, str] = MappingProxyType(
    {
        "建议值": "是本软件给出的，办公室可以换成自己的",
        "待核实": "表示出处尚未核对",
    }
)
"""The sources and bases that carry a tag, and what the tag means."""

_LIMITS = {"rate": "分子不会大于分母", "average": "分子可以大于分母"}
_OVER_TIME = {
    "sum": "各期相加，各期都报齐才算",
    "last": "取最后一期的数，不相加，各期都报齐才算",
    "ratio_of_sums": "各期的分子、分母分别相加后相除，各期都报齐才算",
    "none": "不由较短时期推算，报的是哪一期就是哪一期",
}
_AGGREGATION = {
    "ratio_of_sums": "各地区的分子、分母分别合计后相除，不是各地比率的平均",
    "sum": "各地区相加",
    "weighted_mean": "各地区按样本量加权平均",
    "own": "由市里报送，不由各地区的数推算",
}
_CHANCE = {
    "events": "有。每一件都可能是另一种结果，件数少时高低容易出于偶然，图上画出95%区间",
    "survey": "有。这是抽样调查，样本越小越说不准，图上画出95%区间",
    "roster": "没有。这是全部名单的清点，差几个就是几个，不画区间",
    "none": "不考虑。这是清点或评定的数，不是抽样，不画区间",
}
_DIRECTIONS = {
    "higher": DIRECTION_NAMES["higher"],
    "lower": DIRECTION_NAMES["lower"],
    "neutral": f"{DIRECTION_NAMES['neutral']}：高一些或低一些，本身不说明工作好坏，因此只比高低，不评达标",
}
_EVERY = {"year": "每年", "half_year": "每半年", "quarter": "每季度", "month": "每月"}
_PARTS = {"value": "指标", "numerator": "分子", "denominator": "分母"}


@dataclass(frozen=True)
class Fact:
    """A line of the definition; `tag` is 建议值 or 待核实 where the text rests on no more than that."""

    label: str
    text: str
    tag: str = ""


@dataclass(frozen=True)
class TargetLine:
    """A target: for whom, what (`自2023年起 95%`), and on what it rests."""

    where: str
    text: str
    basis: str
    basis_detail: str

    @property
    def tag(self) -> str:
        """建议值 or 待核实, empty for a basis that is a document."""
        return self.basis if self.basis in UNSETTLED else ""

    @property
    def reason(self) -> str:
        """Basis and document in words, without what the tag says already."""
        return "：".join(text for text in ("" if self.tag else self.basis, self.basis_detail) if text)


@dataclass(frozen=True)
class BreakLine:
    """A change of definition: where, from when on, and what changed."""

    where: str
    since: str
    text: str


@dataclass(frozen=True)
class OutsideValue:
    """A value published elsewhere, for orientation; `detail` is its parts and what must be known of it."""

    place: str
    period: str
    text: str
    detail: str


@dataclass(frozen=True)
class Definition:
    """What an indicator means. `where` is its own page."""

    indicator: Indicator
    name: str
    category: str
    facts: tuple[Fact, ...]
    targets: tuple[TargetLine, ...]
    breaks: tuple[BreakLine, ...]
    outside: tuple[OutsideValue, ...]
    words: tuple[Fact, ...]
    where: Address

    @property
    def explanations(self) -> tuple[Fact, ...]:
        """What the tags on it mean, for those that are there."""
        return explanations_of({*(fact.tag for fact in self.facts), *(target.tag for target in self.targets)})


def explanations_of(tags: Collection[str]) -> tuple[Fact, ...]:
    """What those of 建议值 and 待核实 mean that are among `tags`."""
    return tuple(Fact(tag, meaning) for tag, meaning in UNSETTLED.items() if tag in tags)


def indicator_definition(
    store: Store, *, release: int, indicator_code: str, city_code: str = ""
) -> Definition:
    """What the catalogue of `release` says of an indicator, for everybody and for the city with its regions.

    Raises:
        KeyError: the release has no such indicator.
    """
    catalogue = store.catalogue(release)
    indicator = catalogue.indicators[indicator_code]
    places = _places(catalogue, city_code)
    return Definition(
        indicator=indicator,
        name=wording.full_width(indicator.name),
        category=catalogue.category_label(indicator.category_code),
        facts=tuple(fact for fact in _facts(indicator) if fact.text),
        targets=target_lines(catalogue, indicator, places),
        breaks=tuple(
            BreakLine(
                places[broken.region_code], f"自{broken.first_period}起", break_words(catalogue, broken)
            )
            for broken in sorted(
                catalogue.breaks_of(indicator.code),
                key=lambda broken: (broken.first_period, broken.region_code),
            )
            if broken.region_code in places
        ),
        outside=_outside(catalogue, indicator),
        words=_words(catalogue, indicator),
        where=address("indicator", release=release, city=city_code, indicator=indicator.code),
    )


def target_lines(
    catalogue: Catalogue, indicator: Indicator, places: Mapping[str, str]
) -> tuple[TargetLine, ...]:
    """The targets that can hold in `places` (names by region code, '' for everybody), the general ones first."""
    found = [
        target
        for target in catalogue.targets
        if target.indicator_code == indicator.code and target.region_code in places
    ]
    found.sort(key=lambda target: (target.region_code, target.begins))
    return tuple(_target_line(target, indicator, places) for target in found)


def formula(indicator: Indicator) -> str:
    """`出庭件数 ÷ 开庭件数 × 100%`; empty for what has no parts."""
    if not indicator.has_parts:
        return ""
    text = (
        f"{wording.full_width(indicator.numerator_name)} ÷ {wording.full_width(indicator.denominator_name)}"
    )
    if indicator.is_percent and indicator.scale == 100:
        return f"{text} × 100%"
    return text if indicator.scale in (None, 1) else f"{text} × {wording.plain_number(indicator.scale)}"


def break_words(catalogue: Catalogue, broken: DefinitionBreak) -> str:
    """What changed, and which numbers make up earlier values by the new definition where they were reported."""
    made = parts_words(catalogue, broken)
    restated = f"以前各期有这两项数的，在指标趋势里{wording.RESTATED}：{made}。" if made else ""
    return f"{sentence(broken.text)}{restated}"


def sentence(text: str) -> str:
    """`text` with a full stop, if it has any words."""
    return f"{text}。" if text and not text.endswith(("。", "！", "？")) else text


def _places(catalogue: Catalogue, city_code: str) -> dict[str, str]:
    """Everybody, the city and its regions: code → name."""
    city = catalogue.regions.get(city_code)
    regions = [city, *catalogue.parts_of(city_code)] if city else []
    return {"": "各地", **{region.code: region.name for region in regions}}


def _facts(indicator: Indicator) -> list[Fact]:
    """The lines of the definition, in the order in which a reader asks."""
    unsettled = indicator.source in UNSETTLED
    source = [] if unsettled else [wording.full_width(indicator.source)]
    source += [wording.full_width(indicator.source_detail)] if indicator.source_detail else []
    return [
        Fact("统计什么", sentence(what_it_counts(indicator))),
        Fact("算法", formula(indicator)),
        Fact("单位", _unit(indicator)),
        Fact("方向", sentence(_DIRECTIONS[indicator.direction])),
        Fact("类型", sentence(_kind(indicator))),
        Fact("报送频率", sentence(f"{_EVERY[indicator.frequency]}报一次")),
        Fact("较长时期", sentence(over_time(indicator))),
        Fact("全市数", sentence(aggregation(indicator))),
        Fact("偶然因素", sentence(chance(indicator))),
        Fact(
            "出处",
            "：".join(source) or "没有写明文件",
            tag=indicator.source if unsettled else "",
        ),
        Fact("说明", sentence(wording.full_width(indicator.note))),
    ]


def what_it_counts(indicator: Indicator) -> str:
    """One sentence made of the indicator's own words."""
    upper = wording.full_width(indicator.numerator_name)
    lower = wording.full_width(indicator.denominator_name)
    if indicator.kind == "rate" and indicator.is_percent:
        return f"{upper}占{lower}的百分比"
    if indicator.has_parts:
        return f"{upper}与{lower}之比，以“{wording.full_width(indicator.unit)}”计"
    name = wording.full_width(indicator.name)
    if indicator.kind == "count":
        return f"时期内的{name}"
    if indicator.kind == "stock":
        return f"期末的{name}"
    if indicator.count_model == "survey":
        return f"抽样调查得出的{name}，同时报{lower}" if lower else f"抽样调查得出的{name}"
    return f"评定得出的{name}"


def over_time(indicator: Indicator) -> str:
    """How a longer period comes about; a yearly number has none."""
    if indicator.frequency == "year":
        return "按年报送，没有更长的时期"
    return _OVER_TIME[indicator.over_time]


def aggregation(indicator: Indicator) -> str:
    """How the city's value comes about."""
    return _AGGREGATION[indicator.aggregation]


def chance(indicator: Indicator) -> str:
    """Whether chance has a meaning for it, and what follows."""
    return _CHANCE[indicator.count_model]


def _unit(indicator: Indicator) -> str:
    digits = f"保留{indicator.decimals}位小数" if indicator.decimals else "取整数"
    return f"{wording.full_width(indicator.unit)}，{digits}"


def _kind(indicator: Indicator) -> str:
    parts = (KIND_NAMES[indicator.kind], f"{BASIS_NAMES[indicator.basis]}数", _LIMITS.get(indicator.kind))
    return "，".join(text for text in parts if text)


def _target_line(target: Target, indicator: Indicator, places: Mapping[str, str]) -> TargetLine:
    where = places[target.region_code]
    # As standing.py takes them: a general target of what adds up is for each reporting unit, never for their sum.
    if indicator.aggregation == "sum" and not target.region_code:
        where = "每个报送单位"
    parts = (
        f"自{target.first_period}起" if target.first_period else "",
        "每年" if target.applies_to == "year" else "",
        wording.target_text(target.value, indicator),
    )
    return TargetLine(
        where, " ".join(text for text in parts if text), target.basis, wording.full_width(target.basis_detail)
    )


def _outside(catalogue: Catalogue, indicator: Indicator) -> tuple[OutsideValue, ...]:
    lines = []
    for reference in catalogue.references:
        if reference.indicator_code == indicator.code:
            parts = wording.parts_text(indicator, reference.numerator, reference.denominator)
            lines.append(
                OutsideValue(
                    reference.place,
                    str(reference.period) if reference.period else "时期未注明",
                    f"{wording.plain_number(reference.value)}{wording.full_width(indicator.unit)}",
                    "，".join(text for text in (parts, wording.full_width(reference.note)) if text),
                )
            )
    return tuple(lines)


def _words(catalogue: Catalogue, indicator: Indicator) -> tuple[Fact, ...]:
    """The words in sheets that are read as this indicator, by what they name."""
    names = {
        "value": indicator.name,
        "numerator": indicator.numerator_name,
        "denominator": indicator.denominator_name,
    }
    lines = []
    for part, label in _PARTS.items():
        texts = [names[part]] if names[part] else []
        texts += [
            synonym.text
            for synonym in catalogue.synonyms
            if synonym.indicator_code == indicator.code and synonym.part == part
        ]
        lines.append(Fact(label, "、".join(dict.fromkeys(map(wording.full_width, texts)))))
    return tuple(line for line in lines if line.text)
