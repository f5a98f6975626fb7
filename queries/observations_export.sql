-- Everything published for the named regions, with the cell each value came from; narrowed to one indicator or one
-- period where those are given.
-- One row per indicator, region, period and basis.
select
    observation.indicator_code,
    observation.region_code,
    observation.period,
    observation.basis,
    observation.numerator,
    observation.denominator,
    observation.value,
    observation.status,
    observation.released_in,
    submission.file_name,
    submission.sent_by,
    submission.received_at,
    coalesce(observation.value_cell, observation.numerator_cell) as cell,
    submission_cell.text as cell_text
from observation
left join submission
    on observation.submission_id = submission.submission_id
left join submission_cell
    on
        observation.submission_id = submission_cell.submission_id
        and coalesce(observation.value_cell, observation.numerator_cell) = submission_cell.cell
where
    list_contains($region_codes, observation.region_code)
    and (cast($indicator_code as varchar) is null or observation.indicator_code = $indicator_code)
    and (cast($period as varchar) is null or observation.period = $period)
order by observation.indicator_code, observation.period, observation.region_code, observation.basis
