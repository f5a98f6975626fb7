-- One release.
-- At most one row.
select
    release,
    kind,
    published_at,
    published_by,
    note,
    undoes,
    public_from,
    opened_at
from release
where release = $number
