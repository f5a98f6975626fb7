-- Must return no row: two revisions of one key that hold at the same time, among the keys the release touched (all
-- keys when $number is null).
select
    'observation_revision' as place,
    earlier.indicator_code || ' ' || earlier.region_code || ' ' || earlier.period as found,
    '同一指标、地区、时期有两个同时有效的数' as rule
from observation_revision as earlier
inner join observation_revision as later
    on
        earlier.indicator_code = later.indicator_code
        and earlier.region_code = later.region_code
        and earlier.period = later.period
        and (earlier.basis = 'cumulative') = (later.basis = 'cumulative')
        and earlier.released_in <= later.released_in
        and earlier.superseded_in > later.released_in
        and earlier.rowid <> later.rowid
where
    cast($number as integer) is null
    or earlier.released_in = $number
    or later.released_in = $number
order by found
