-- The number of the next saved view.
-- One row.
select coalesce(max(view_id), 0) + 1 as view_id
from saved_view
