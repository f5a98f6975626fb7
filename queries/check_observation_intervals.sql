-- Must return no row: observations that end before they begin, or begin or end with an unknown release, among those the
-- release opened (all when $number is null). Those that hold twice: check_overlapping_revisions.sql.
select
    'observation_revision' as place,
    indicator_code || ' ' || region_code || ' ' || period as found,
    '失效的版不晚于生效的版，或那一版不存在' as rule
from observation_revision
where
    (cast($number as integer) is null or released_in = $number)
    and (
        superseded_in <= released_in
        or released_in not in (select release from release)
        or (superseded_in <> 2147483647 and superseded_in not in (select release from release))
    )
order by found
