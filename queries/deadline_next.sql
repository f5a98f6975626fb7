-- The number of the next deadline that is set.
-- One row.
select cast(coalesce(max(deadline_id), 0) + 1 as integer) as deadline_id
from deadline
