-- Everything published for the named regions, with the cells each value came from (its own, its numerator's, its
-- denominator's) and what stands in them; narrowed to one indicator or one period where those are given.
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
    concat_ws('；', observation.value_cell, observation.numerator_cell, observation.denominator_cell) as cells,
    concat_ws('；', value_source.text, numerator_source.text, denominator_source.text) as cell_texts
from observation
left join submission
    on observation.submission_id = submission.submission_id
left join submission_cell as value_source
    on
        observation.submission_id = value_source.submission_id
        and observation.value_cell = value_source.cell
left join submission_cell as numerator_source
    on
        observation.submission_id = numerator_source.submission_id
        and observation.numerator_cell = numerator_source.cell
left join submission_cell as denominator_source
    on
        observation.submission_id = denominator_source.submission_id
        and observation.denominator_cell = denominator_source.cell
where
    list_contains($region_codes, observation.region_code)
    and (cast($indicator_code as varchar) is null or observation.indicator_code = $indicator_code)
    and (cast($period as varchar) is null or observation.period = $period)
order by observation.indicator_code, observation.period, observation.region_code, observation.basis
