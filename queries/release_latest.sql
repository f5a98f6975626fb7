-- The number of the newest release, 0 before the first.
-- One row.
select coalesce(max(release), 0) as release
from release
