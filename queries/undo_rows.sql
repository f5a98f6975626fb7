-- What undoing a release would restore: for every key it touched the row it closed (all of it, or nulls where the
-- release was the first to report), and whether the key was changed again since.
-- One row per key. 期内 and 期末 are one key, as in write_closed_observations; its basis is that of the row restored.
with

touched as (

    select
        *,
        released_in = $number as is_opened
    from observation_revision
    where
        released_in = $number
        or superseded_in = $number

),

keys as (

    select
        indicator_code,
        region_code,
        period,
        basis = 'cumulative' as is_cumulative,
        coalesce(max(basis) filter (where not is_opened), max(basis)) as basis
    from touched
    group by indicator_code, region_code, period, is_cumulative

),

changed_since as (

    select distinct
        indicator_code,
        region_code,
        period,
        basis = 'cumulative' as is_cumulative
    from observation_revision
    where
        released_in > $number
        or (superseded_in > $number and superseded_in <> 2147483647)

)

select
    keys.indicator_code,
    keys.region_code,
    keys.period,
    keys.basis,
    touched.numerator,
    touched.denominator,
    touched.value,
    touched.status,
    touched.submission_id,
    touched.value_cell,
    touched.numerator_cell,
    touched.denominator_cell,
    changed_since.indicator_code is not null as is_changed_since
from keys
left join touched
    on
        keys.indicator_code = touched.indicator_code
        and keys.region_code = touched.region_code
        and keys.period = touched.period
        and keys.basis = touched.basis
        and not touched.is_opened
left join changed_since
    on
        keys.indicator_code = changed_since.indicator_code
        and keys.region_code = changed_since.region_code
        and keys.period = changed_since.period
        and keys.is_cumulative = changed_since.is_cumulative
order by keys.indicator_code, keys.region_code, keys.period, keys.basis
