-- Must return no row: observations whose indicator or region the catalogue does not know, among those the release
-- opened (all when $number is null).
select
    'observation_revision' as place,
    observation_revision.indicator_code || ' ' || observation_revision.region_code as found,
    '指标或地区不在目录里' as rule
from observation_revision
left join indicator_revision
    on observation_revision.indicator_code = indicator_revision.code
left join region_revision
    on observation_revision.region_code = region_revision.code
where
    (cast($number as integer) is null or observation_revision.released_in = $number)
    and (indicator_revision.code is null or region_revision.code is null)
order by found
