-- The freeze that holds now.
-- At most one row.
select
    release,
    name,
    frozen_by,
    frozen_at
from release_freeze
where ended_at is null
