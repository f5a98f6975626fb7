-- What a release changed: the row it opened, the row it closed, or both, of every key it touched.
-- One row per key.
with

touched as (

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
        released_in = $number as is_opened
    from observation_revision
    where
        released_in = $number
        or superseded_in = $number

)

select
    indicator_code,
    region_code,
    period,
    min(basis) as basis,
    max(numerator) filter (where is_opened) as numerator,
    max(denominator) filter (where is_opened) as denominator,
    max(value) filter (where is_opened) as value,
    max(status) filter (where is_opened) as status,
    max(submission_id) filter (where is_opened) as submission_id,
    max(coalesce(value_cell, numerator_cell)) filter (where is_opened) as cell,
    max(numerator) filter (where not is_opened) as old_numerator,
    max(denominator) filter (where not is_opened) as old_denominator,
    max(value) filter (where not is_opened) as old_value,
    max(status) filter (where not is_opened) as old_status
from touched
group by indicator_code, region_code, period, basis = 'cumulative'
order by indicator_code, region_code, period, basis
