-- Adds what stands in the relation incoming to submission_value of one submission.
insert into submission_value (
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
)
select
    cast($submission_id as integer) as submission_id,
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
from incoming
