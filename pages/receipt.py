"""回执: what was received of a sender, for printing."""

from faheng.ui import access, frame, names, receipt

frame.page_start("回执")
actor = access.require("reporter", "reviewer", "publisher")
names.leave_out_in_meeting()
receipt.show_receipt(actor)
