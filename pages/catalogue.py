"""指标目录: every indicator, what it means in short, searchable; each leads to its own page."""

from faheng.ui import catalogue, components, data, flash, frame
from faheng.views.catalogue import catalogue_list, catalogue_table

release = frame.page_start("指标目录")
flash.show()
shown = data.view(catalogue_list, release=release, search=catalogue.search_box())
if shown.made_up:
    frame.made_up_notice()
components.show_html(catalogue.catalogue_html, shown)
components.download_table(
    data.view(catalogue_table, release=release), key="catalogue:xlsx", label="下载整个目录 .xlsx"
)
