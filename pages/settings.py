"""设置: how the office wants it; each part asks for itself and says what it means."""

from faheng.ui import access, backups, flash, frame, masters, settings

frame.page_start("设置")
actor = access.require("administrator")
flash.show()
settings.offer_rules(actor)
backups.offer_backups(actor)
masters.offer_master()
