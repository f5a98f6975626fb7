-- What the named submissions say.
-- One row per submission and key.
select
    submission_id,
    indicator_code,
    region_code,
    period,
    basis,
    numerator,
    denominator,
    value,
    status,
    value_cell,
    numerator_cell,
    denominator_cell
from submission_value
where list_contains($submission_ids, submission_id)
order by indicator_code, region_code, period, basis, submission_id
