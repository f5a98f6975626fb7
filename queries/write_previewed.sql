-- The relation incoming with the types of observation, for one cursor alone: nothing is written to the file.
create or replace temp table previewed as
select
    cast(indicator_code as varchar) as indicator_code,
    cast(region_code as varchar) as region_code,
    cast(period as varchar) as period,
    cast(basis as varchar) as basis,
    cast(numerator as decimal(18, 4)) as numerator,
    cast(denominator as decimal(18, 4)) as denominator,
    cast(value as decimal(18, 6)) as value,
    cast(status as varchar) as status,
    cast(submission_id as integer) as submission_id,
    cast(value_cell as varchar) as value_cell,
    cast(numerator_cell as varchar) as numerator_cell,
    cast(denominator_cell as varchar) as denominator_cell,
    cast($release as integer) as released_in
from incoming
