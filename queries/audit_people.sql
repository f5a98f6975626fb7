-- The names that stand in the record.
-- One row per name.
select distinct who
from audit_event
order by who
