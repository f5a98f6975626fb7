-- The value of one region for every period it can be known for: as reported, or where a period was not
-- reported itself, made from its parts by the indicator's over_time (statistics.md, "What kind of number it is").
-- Installed as the view regional_value on every cursor; over the views observation and indicator of one release.
-- One row per indicator, region and period. A longer period of which a part is missing has no value and
-- the status 'incomplete'. A cumulative figure (累计) never enters a sum; it is there only for a period of which nothing
-- else is known, not even a part.
-- Each step reads observation itself, not the step before: DuckDB computes a step that is used twice in full, for all
-- indicators, before it filters.
with

reported as (

    select
        indicator_code,
        region_code,
        period,
        basis,
        numerator,
        denominator,
        value,
        status,
        1 as parts_reported,
        1 as parts_expected,
        submission_id,
        value_cell
    from observation
    where basis <> 'cumulative'

),

part_values as (

    select
        observation.indicator_code,
        observation.region_code,
        period_part.whole as period,
        observation.basis,
        observation.numerator,
        observation.denominator,
        observation.value,
        observation.status,
        period_part.is_last,
        period_part.parts,
        indicator.over_time,
        indicator.scale,
        true as is_part,
        -- A rate without its numerator and denominator cannot enter a ratio of sums.
        observation.status = 'not_applicable'
        or indicator.over_time <> 'ratio_of_sums'
        or (observation.numerator is not null and observation.denominator is not null) as usable
    from observation
    inner join indicator
        on observation.indicator_code = indicator.code
    inner join period_part
        on
            observation.period = period_part.part
            and indicator.frequency = period_part.part_frequency
    where
        observation.basis <> 'cumulative'
        and indicator.over_time <> 'none'

),

-- Cumulative figures beside the parts of their periods, so that one look at a period tells whether it has any.
known as (

    select
        indicator_code,
        region_code,
        period,
        basis,
        numerator,
        denominator,
        value,
        status,
        is_last,
        parts,
        over_time,
        scale,
        usable,
        is_part,
        null as submission_id,
        null as value_cell
    from part_values
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
        false as is_last,
        0 as parts,
        null as over_time,
        null as scale,
        false as usable,
        false as is_part,
        submission_id,
        value_cell
    from observation
    where basis = 'cumulative'

),

wholes as (

    select
        indicator_code,
        region_code,
        period,
        min(basis) filter (where is_part) as basis,
        min(over_time) as over_time,
        min(scale) as scale,
        max(parts) as parts_expected,
        count(*) filter (where usable) as parts_reported,
        count(*) filter (where is_part and status <> 'not_applicable') as parts_with_value,
        count(*) filter (where is_part and status = 'provisional') as parts_provisional,
        count(*) filter (where is_part and status = 'estimated') as parts_estimated,
        sum(numerator) filter (where is_part) as numerator_sum,
        sum(denominator) filter (where is_part) as denominator_sum,
        sum(value) filter (where is_part) as value_sum,
        max(numerator) filter (where is_last) as numerator_last,
        max(denominator) filter (where is_last) as denominator_last,
        max(value) filter (where is_last) as value_last,
        max(status) filter (where is_last) as status_last,
        max(numerator) filter (where not is_part) as numerator_cumulative,
        max(denominator) filter (where not is_part) as denominator_cumulative,
        max(value) filter (where not is_part) as value_cumulative,
        max(status) filter (where not is_part) as status_cumulative,
        max(submission_id) as submission_id,
        max(value_cell) as value_cell
    from known
    group by indicator_code, region_code, period

),

derived as (

    select
        wholes.indicator_code,
        wholes.region_code,
        wholes.period,
        case when wholes.parts_expected = 0 then 'cumulative' else wholes.basis end as basis,
        case
            when wholes.parts_expected = 0 then wholes.numerator_cumulative
            when wholes.parts_reported < wholes.parts_expected then null
            when wholes.over_time = 'ratio_of_sums' then wholes.numerator_sum
            when wholes.over_time = 'last' then wholes.numerator_last
        end as numerator,
        case
            when wholes.parts_expected = 0 then wholes.denominator_cumulative
            when wholes.parts_reported < wholes.parts_expected then null
            when wholes.over_time = 'ratio_of_sums' then wholes.denominator_sum
            when wholes.over_time = 'last' then wholes.denominator_last
        end as denominator,
        case
            when wholes.parts_expected = 0 then wholes.value_cumulative
            when wholes.parts_reported < wholes.parts_expected then null
            when wholes.over_time = 'sum' then wholes.value_sum
            when wholes.over_time = 'last' then wholes.value_last
            when
                wholes.over_time = 'ratio_of_sums'
                then cast(wholes.numerator_sum as double) * wholes.scale / nullif(wholes.denominator_sum, 0)
        end as value,
        case
            when wholes.parts_expected = 0 then wholes.status_cumulative
            when wholes.parts_reported < wholes.parts_expected then 'incomplete'
            when wholes.over_time = 'last' then wholes.status_last
            when wholes.parts_with_value = 0 then 'not_applicable'
            when wholes.parts_estimated > 0 then 'estimated'
            when wholes.parts_provisional > 0 then 'provisional'
            else 'final'
        end as status,
        case when wholes.parts_expected = 0 then 1 else wholes.parts_reported end as parts_reported,
        case when wholes.parts_expected = 0 then 1 else wholes.parts_expected end as parts_expected,
        case when wholes.parts_expected = 0 then wholes.submission_id end as submission_id,
        case when wholes.parts_expected = 0 then wholes.value_cell end as value_cell
    from wholes
    left join observation
        on
            wholes.indicator_code = observation.indicator_code
            and wholes.region_code = observation.region_code
            and wholes.period = observation.period
            and observation.basis <> 'cumulative'
    where observation.indicator_code is null

)

select
    indicator_code,
    region_code,
    period,
    basis,
    numerator,
    denominator,
    value,
    status,
    cast(parts_reported as integer) as parts_reported,
    cast(parts_expected as integer) as parts_expected,
    submission_id,
    value_cell
from reported
union all
select
    indicator_code,
    region_code,
    period,
    basis,
    cast(numerator as decimal(18, 4)) as numerator,
    cast(denominator as decimal(18, 4)) as denominator,
    cast(value as decimal(18, 6)) as value,
    status,
    cast(parts_reported as integer) as parts_reported,
    cast(parts_expected as integer) as parts_expected,
    submission_id,
    value_cell
from derived
