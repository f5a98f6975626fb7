-- One release.
-- At most one row.
select
    release,
    kind,
    published_at,
    published_by,
    note,
    undoes
from release
where release = $number
