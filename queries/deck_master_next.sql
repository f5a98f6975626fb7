-- The number of the next master.
-- One row.
select coalesce(max(master_id), 0) + 1 as master_id
from deck_master
