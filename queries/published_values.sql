-- What is published in a release for the named regions.
-- One row per key.
select
    indicator_code,
    region_code,
    period,
    basis,
    numerator,
    denominator,
    value,
    status,
    submission_id,
    value_cell,
    numerator_cell,
    denominator_cell,
    released_in
from observation
where
    list_contains($region_codes, region_code)
    and (cast($periods as varchar[]) is null or list_contains($periods, period))
order by indicator_code, region_code, period, basis
