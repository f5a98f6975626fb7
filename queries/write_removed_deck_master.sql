-- Ends the use of whichever master is used.
update deck_master
set removed_at = $removed_at
where removed_at is null
