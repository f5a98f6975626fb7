"""回执: what was received of a sender, for printing."""

from faheng.ui import access, frame, receipt

frame.page_start("回执")
actor = access.require("reporter", "reviewer", "publisher")
receipt.show_receipt(actor)
