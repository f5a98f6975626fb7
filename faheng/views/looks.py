"""The forms in which 县区对比 can be seen: by region, ranked, as a funnel, as a map; only those with a meaning here."""

from __future__ import annotations

from faheng.store.database import Store
from faheng.views.choices import Options
from faheng.views.compared import Compared
from faheng.views.ranking import can_be_ranked
from faheng.views.region_map import places_of

BY_REGION, RANKING, FUNNEL, MAP = "regions", "ranking", "funnel", "map"
_FEWEST = 2  # regions with cases; one alone has nobody to differ from


def looks(store: Store, shared: Compared) -> Options:
    """What can be chosen; regions in code order to begin with, which every indicator has.

    No ranking where the office forbids it (data/local/catalogue/cities.csv) or the indicator cannot be ranked, no funnel
    without cases, no map of regions that nobody placed (tiles.csv, maps.csv).
    """
    words = {BY_REGION: "按地区"}
    if can_be_ranked(store, shared):
        words[RANKING] = "排名"
    if len(shared.judged.inside) >= _FEWEST:
        words[FUNNEL] = "漏斗图"
    if places_of(store, shared) is not None:
        words[MAP] = "地图"
    return Options(words, BY_REGION)
