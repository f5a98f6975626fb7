-- Must return no row: observations whose indicator or region the catalogue does not know, among those the release
-- opened; when $number is null all of them against all that the catalogue ever knew: a region may be given up later.
select
    'observation_revision' as place,
    observation_revision.indicator_code || ' ' || observation_revision.region_code as found,
    '指标或地区不在目录里' as rule
from observation_revision
left join indicator_revision
    on
        observation_revision.indicator_code = indicator_revision.code
        and (cast($number as integer) is null or indicator_revision.superseded_in = 2147483647)
left join region_revision
    on
        observation_revision.region_code = region_revision.code
        and (cast($number as integer) is null or region_revision.superseded_in = 2147483647)
where
    (cast($number as integer) is null or observation_revision.released_in = $number)
    and (indicator_revision.code is null or region_revision.code is null)
order by found
