-- What the record says of one submission ($subject is submission:12), oldest first.
-- One row per event.
select
    happened_at,
    who,
    act
from audit_event
where subject = $subject
order by number
