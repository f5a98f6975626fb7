-- The value of a city (or any region that counties report to), the one place where roll-ups over space are defined:
-- a rate is the sum of numerators over the sum of denominators of its counties, zones and own unit, never a mean of
-- rates; a satisfaction is weighted by sample size; an 'own' indicator has only what the city itself reported.
-- Installed as the view area_value on every cursor; over the views regional_value, region and indicator of one release.
-- One row per indicator, area and period. Regions with counted_in (already inside another's figures) are left out.
with

part_values as (

    select
        regional_value.indicator_code,
        region.parent_code as area_code,
        regional_value.period,
        regional_value.numerator,
        regional_value.denominator,
        regional_value.value,
        regional_value.status,
        indicator.aggregation,
        indicator.scale,
        regional_value.status not in ('incomplete', 'not_applicable')
        and case
            when indicator.aggregation = 'ratio_of_sums'
                then regional_value.numerator is not null and regional_value.denominator is not null
            when indicator.aggregation = 'weighted_mean' then regional_value.denominator is not null
            when indicator.aggregation = 'sum' then regional_value.value is not null
            else false
        end as summable
    from regional_value
    inner join region
        on regional_value.region_code = region.code
    inner join indicator
        on regional_value.indicator_code = indicator.code
    where
        region.level in ('county', 'zone', 'city_own')
        and region.counted_in = ''

),

sums as (

    select
        indicator_code,
        area_code,
        period,
        min(aggregation) as aggregation,
        min(scale) as scale,
        count(*) filter (where status <> 'incomplete') as regions_reported,
        count(*) filter (where summable) as regions_summed,
        count(*) filter (where status = 'not_applicable') as regions_not_applicable,
        count(*) filter (where summable and status in ('provisional', 'estimated')) as regions_provisional,
        sum(numerator) filter (where summable) as numerator,
        sum(denominator) filter (where summable) as denominator,
        sum(value) filter (where summable) as value_sum,
        sum(cast(value as double) * denominator) filter (where summable) as weighted_sum
    from part_values
    group by indicator_code, area_code, period

),

area_regions as (

    select
        parent_code as area_code,
        count(*) as regions_expected
    from region
    where
        level in ('county', 'zone', 'city_own')
        and counted_in = ''
    group by parent_code

),

computed as (

    select
        sums.indicator_code,
        sums.area_code,
        sums.period,
        case when sums.aggregation in ('ratio_of_sums', 'weighted_mean') then sums.denominator end as denominator,
        case when sums.aggregation = 'ratio_of_sums' then sums.numerator end as numerator,
        case
            when sums.aggregation = 'ratio_of_sums'
                then cast(sums.numerator as double) * sums.scale / nullif(sums.denominator, 0)
            when sums.aggregation = 'weighted_mean' then sums.weighted_sum / nullif(sums.denominator, 0)
            when sums.aggregation = 'sum' then sums.value_sum
        end as value,
        sums.regions_reported,
        sums.regions_summed,
        sums.regions_not_applicable,
        sums.regions_provisional
    from sums

),

both_kinds as (

    select
        indicator_code,
        area_code,
        period,
        numerator,
        denominator,
        value,
        regions_reported,
        regions_summed,
        regions_not_applicable,
        regions_provisional,
        null as reported_numerator,
        null as reported_denominator,
        null as reported_value,
        null as reported_status
    from computed
    union all
    select
        regional_value.indicator_code,
        regional_value.region_code as area_code,
        regional_value.period,
        null as numerator,
        null as denominator,
        null as value,
        0 as regions_reported,
        0 as regions_summed,
        0 as regions_not_applicable,
        0 as regions_provisional,
        regional_value.numerator as reported_numerator,
        regional_value.denominator as reported_denominator,
        regional_value.value as reported_value,
        regional_value.status as reported_status
    from regional_value
    inner join region
        on regional_value.region_code = region.code
    where region.level in ('province', 'city')

),

one_row_each as (

    select
        indicator_code,
        area_code,
        period,
        max(numerator) as numerator,
        max(denominator) as denominator,
        max(value) as value,
        max(regions_reported) as regions_reported,
        max(regions_summed) as regions_summed,
        max(regions_not_applicable) as regions_not_applicable,
        max(regions_provisional) as regions_provisional,
        max(reported_numerator) as reported_numerator,
        max(reported_denominator) as reported_denominator,
        max(reported_value) as reported_value,
        max(reported_status) as reported_status
    from both_kinds
    group by indicator_code, area_code, period

)

select
    one_row_each.indicator_code,
    one_row_each.area_code,
    one_row_each.period,
    cast(one_row_each.numerator as decimal(18, 4)) as numerator,
    cast(one_row_each.denominator as decimal(18, 4)) as denominator,
    cast(one_row_each.value as decimal(18, 6)) as value,
    cast(one_row_each.regions_reported as integer) as regions_reported,
    cast(one_row_each.regions_summed as integer) as regions_summed,
    cast(one_row_each.regions_not_applicable as integer) as regions_not_applicable,
    cast(one_row_each.regions_provisional as integer) as regions_provisional,
    cast(coalesce(area_regions.regions_expected, 0) as integer) as regions_expected,
    cast(one_row_each.reported_numerator as decimal(18, 4)) as reported_numerator,
    cast(one_row_each.reported_denominator as decimal(18, 4)) as reported_denominator,
    cast(one_row_each.reported_value as decimal(18, 6)) as reported_value,
    one_row_each.reported_status
from one_row_each
left join area_regions
    on one_row_each.area_code = area_regions.area_code
