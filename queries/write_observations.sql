-- Opens an interval for every row of the relation incoming.
insert into observation_revision
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
    cast($release as integer) as released_in,
    2147483647 as superseded_in
from incoming
order by indicator_code, period, region_code
