-- The newest event of the record: the head of the chain.
-- At most one row.
select
    number,
    hash
from audit_event
order by number desc
limit 1
