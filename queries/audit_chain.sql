-- The record after $after, oldest first, $most events of it.
-- One row per event.
select
    number,
    happened_at,
    account_id,
    who,
    origin,
    act,
    subject,
    detail,
    previous_hash,
    hash
from audit_event
where number > $after
order by number
limit $most
