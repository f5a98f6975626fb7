-- Releases with a time from which they are public, as long as nobody saw that it came.
-- One row per release.
select
    release,
    public_from
from release
where
    public_from is not null
    and opened_at is null
order by release
