-- Must return no row: observations whose source cell is not kept, among those the release opened (all when $number
-- is null). A value computed from its parts has no cell of its own.
select
    'submission_cell' as place,
    observation_revision.indicator_code || ' ' || observation_revision.region_code || ' '
    || observation_revision.period as found,
    '找不到来源单元格' as rule
from observation_revision
left join submission_cell
    on
        observation_revision.submission_id = submission_cell.submission_id
        and coalesce(observation_revision.value_cell, observation_revision.numerator_cell) = submission_cell.cell
where
    (cast($number as integer) is null or observation_revision.released_in = $number)
    and submission_cell.cell is null
order by found
