-- Ends the freeze that holds.
update release_freeze
set
    ended_by = $ended_by,
    ended_at = $ended_at
where ended_at is null
