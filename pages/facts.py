"""公开数据: what five real places published, which of it is loaded, and why the rest is not."""

from faheng.ui import data, facts, flash, frame
from faheng.views.facts import facts as facts_of

release = frame.page_start("公开数据")
flash.show()
shown = data.view(facts_of, release=release, place=facts.choose_place())
facts.explain(shown)
facts.show(shown)
