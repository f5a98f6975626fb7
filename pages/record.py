"""操作记录: every act, searched; the head of its chain, with which anybody can prove later that nothing was changed."""

from faheng.ui import access, flash, frame, names, record

frame.page_start("操作记录")
actor = access.require("administrator")
names.leave_out_in_meeting()
flash.show()
search = record.choose_search()
record.show_found(search, actor)
record.show_head()
