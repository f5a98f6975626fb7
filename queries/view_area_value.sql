-- The value of a city (or any region that counties report to), the one place where roll-ups over space are defined:
-- a rate is the sum of numerators over the sum of denominators of its counties, zones and own unit, never a mean of
-- rates; a satisfaction is weighted by sample size; an 'own' indicator has only what the city itself reported.
-- Installed as the view area_value on every cursor; over the views regional_value, region and indicator of one
-- release.
-- One row per indicator, area and period. Regions with counted_in (already inside another's figures) are left out.
-- Cumulative figures (累计) of the parts enter no sum; one that the area itself reported has the reported_basis
-- cumulative.
with

-- The areas themselves (is_whole) and their parts, each under the area's code.
area_regions as (

    select
        code as region_code,
        case when level in ('province', 'city') then code else parent_code end as area_code,
        level in ('province', 'city') as is_whole
    from region
    where
        level in ('province', 'city')
        or (level in ('county', 'zone', 'city_own') and counted_in = '')

),

area_values as (

    select
        regional_value.indicator_code,
        area_regions.area_code,
        area_regions.is_whole,
        regional_value.period,
        regional_value.numerator,
        regional_value.denominator,
        regional_value.value,
        regional_value.status,
        regional_value.basis,
        indicator.aggregation,
        indicator.scale,
        not area_regions.is_whole
        and regional_value.status not in ('incomplete', 'not_applicable')
        and regional_value.basis <> 'cumulative'
        and case
            when indicator.aggregation = 'ratio_of_sums'
                then regional_value.numerator is not null and regional_value.denominator is not null
            when indicator.aggregation = 'weighted_mean' then regional_value.denominator is not null
            when indicator.aggregation = 'sum' then regional_value.value is not null
            else false
        end as summable
    from regional_value
    inner join area_regions
        on regional_value.region_code = area_regions.region_code
    inner join indicator
        on regional_value.indicator_code = indicator.code

),

sums as (

    select
        indicator_code,
        area_code,
        period,
        min(aggregation) as aggregation,
        min(scale) as scale,
        count(*) filter (where not is_whole and status <> 'incomplete') as regions_reported,
        count(*) filter (where summable) as regions_summed,
        count(*) filter (where not is_whole and status = 'not_applicable') as regions_not_applicable,
        count(*) filter (where summable and status = 'provisional') as regions_provisional,
        count(*) filter (where summable and status = 'estimated') as regions_estimated,
        sum(numerator) filter (where summable) as numerator,
        sum(denominator) filter (where summable) as denominator,
        sum(value) filter (where summable) as value_sum,
        sum(cast(value as double) * denominator) filter (where summable) as weighted_sum,
        max(numerator) filter (where is_whole) as reported_numerator,
        max(denominator) filter (where is_whole) as reported_denominator,
        max(value) filter (where is_whole) as reported_value,
        max(status) filter (where is_whole) as reported_status,
        max(basis) filter (where is_whole) as reported_basis
    from area_values
    group by indicator_code, area_code, period

),

changes_by_month as (

    select
        from_code,
        to_code,
        kind,
        cast(substr(first_period, 1, 4) as integer) * 100
        + case
            when length(first_period) = 4 then 1
            when substr(first_period, 6, 1) = 'H' then cast(substr(first_period, 7, 1) as integer) * 6 - 5
            when substr(first_period, 6, 1) = 'Q' then cast(substr(first_period, 7, 1) as integer) * 3 - 2
            else cast(substr(first_period, 6, 2) as integer)
        end as first_month
    from boundary_change

),

-- Regions that end or begin (区划调整), with the first month (202207) without them, or with them.
-- What stood before under its own code and took others in (甲 merged into 甲) begins with none of it.
absent as (

    select
        area_regions.area_code,
        changes.region_code,
        cast(min(changes.ends) as integer) as ends,
        cast(min(changes.begins) as integer) as begins
    from (
        select
            from_code as region_code,
            first_month as ends,
            null as begins
        from changes_by_month
        where kind <> 'transferred' and from_code <> to_code
        union all
        select
            changes_by_month.to_code as region_code,
            null as ends,
            changes_by_month.first_month as begins
        from changes_by_month
        left join changes_by_month as standing
            on
                changes_by_month.first_month = standing.first_month
                and changes_by_month.to_code = standing.from_code
        where changes_by_month.kind <> 'transferred' and standing.from_code is null
    ) as changes
    inner join area_regions
        on changes.region_code = area_regions.region_code
    where not area_regions.is_whole
    group by area_regions.area_code, changes.region_code

),

expected as (

    select
        area_code,
        count(*) as regions_expected
    from area_regions
    where not is_whole
    group by area_code

),

-- How many of them do not exist at the end of a period; only where regions ever changed.
missing as (

    select
        periods.area_code,
        periods.period,
        count(*) as regions_missing
    from (
        select distinct
            area_code,
            period
        from area_values
        where area_code in (select absent.area_code from absent)
    ) as periods
    inner join absent
        on
            periods.area_code = absent.area_code
            and (
                absent.ends <= cast(substr(periods.period, 1, 4) as integer) * 100
                + case
                    when length(periods.period) = 4 then 12
                    when substr(periods.period, 6, 1) = 'H' then cast(substr(periods.period, 7, 1) as integer) * 6
                    when substr(periods.period, 6, 1) = 'Q' then cast(substr(periods.period, 7, 1) as integer) * 3
                    else cast(right(periods.period, 2) as integer)
                end
                or absent.begins > cast(substr(periods.period, 1, 4) as integer) * 100
                + case
                    when length(periods.period) = 4 then 12
                    when substr(periods.period, 6, 1) = 'H' then cast(substr(periods.period, 7, 1) as integer) * 6
                    when substr(periods.period, 6, 1) = 'Q' then cast(substr(periods.period, 7, 1) as integer) * 3
                    else cast(right(periods.period, 2) as integer)
                end
            )
    group by periods.area_code, periods.period

)

select
    sums.indicator_code,
    sums.area_code,
    sums.period,
    cast(case when sums.aggregation = 'ratio_of_sums' then sums.numerator end as decimal(18, 4)) as numerator,
    cast(
        case when sums.aggregation in ('ratio_of_sums', 'weighted_mean') then sums.denominator end as decimal(18, 4)
    ) as denominator,
    cast(
        case
            when sums.aggregation = 'ratio_of_sums'
                then cast(sums.numerator as double) * sums.scale / nullif(sums.denominator, 0)
            when sums.aggregation = 'weighted_mean' then sums.weighted_sum / nullif(sums.denominator, 0)
            when sums.aggregation = 'sum' then sums.value_sum
        end as decimal(18, 6)
    ) as value,
    cast(sums.regions_reported as integer) as regions_reported,
    cast(sums.regions_summed as integer) as regions_summed,
    cast(sums.regions_not_applicable as integer) as regions_not_applicable,
    cast(sums.regions_provisional as integer) as regions_provisional,
    cast(sums.regions_estimated as integer) as regions_estimated,
    cast(coalesce(expected.regions_expected, 0) - coalesce(missing.regions_missing, 0) as integer) as regions_expected,
    sums.reported_numerator,
    sums.reported_denominator,
    sums.reported_value,
    sums.reported_status,
    sums.reported_basis
from sums
left join expected
    on sums.area_code = expected.area_code
left join missing
    on
        sums.area_code = missing.area_code
        and sums.period = missing.period
