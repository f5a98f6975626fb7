"""人员: who may sign in and with which roles; new people, new passwords, disabling."""

from faheng.ui import access, data, flash, frame, names, people

frame.page_start("人员")
actor = access.require("administrator")
names.leave_out_in_meeting()
flash.show()
catalogue = data.catalogue(data.store().latest_release)
people.show_given_password()
people.offer_new(catalogue)
account = people.choose(catalogue)
if account is not None:
    people.offer_change(account, catalogue, actor)
