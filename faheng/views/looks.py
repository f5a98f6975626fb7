"""The forms in which 县区对比 can be seen: by region, ranked, as a funnel; only those that mean something for what is asked."""

from __future__ import annotations

from faheng.store.database import Store
from faheng.views.choices import Options
from faheng.views.compared import Compared
from faheng.views.ranking import rankable_rows

BY_REGION, RANKING, FUNNEL = "regions", "ranking", "funnel"
_FEWEST = 2  # regions; of one there is nothing to order


def looks(store: Store, shared: Compared) -> Options:
    """What can be chosen; regions in code order to begin with, which every indicator has.

    No ranking where the office forbids it (data/local/catalogue/cities.csv) or the indicator cannot be ranked, no funnel
    without cases.
    """
    question = shared.question
    words = {BY_REGION: "按地区"}
    if (
        question.indicator.is_rankable
        and store.display.may_rank(question.city.code)
        and len(rankable_rows(shared.found)) >= _FEWEST
    ):
        words[RANKING] = "排名"
    if len(shared.judged.inside) >= _FEWEST:
        words[FUNNEL] = "漏斗图"
    return Options(words, BY_REGION)
