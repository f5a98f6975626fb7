-- The reported values of one region that lie inside a longer period.
-- One row per period.
select
    period,
    numerator,
    denominator,
    value,
    status,
    basis
from observation
where
    indicator_code = $indicator_code
    and region_code = $region_code
    and list_contains($periods, period)
    and basis <> 'cumulative'
order by period
