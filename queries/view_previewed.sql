-- The observations of a release as they would be with the relation incoming published: its keys replaced, its new ones
-- added.
-- Installed as the view observation on the cursor of a preview, where published_observation is that of the release.
-- One row per key. 期内 and 期末 are one key, as in write_closed_observations.
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
from published_observation
where
    not exists (
        select 1
        from previewed
        where
            previewed.indicator_code = published_observation.indicator_code
            and previewed.region_code = published_observation.region_code
            and previewed.period = published_observation.period
            and (previewed.basis = 'cumulative') = (published_observation.basis = 'cumulative')
    )
union all
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
from previewed
