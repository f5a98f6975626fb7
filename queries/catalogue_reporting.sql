-- Which cities have reported which indicators, themselves or through their regions: what stands in files (累计
-- too).
-- One row per indicator, city and kind of period (year, half-year, quarter, month, 1—n月), with the last period of that
-- kind; within a kind the order of the codes is that of time.
with

city_regions as (

    select
        code as region_code,
        case when level in ('province', 'city') then code else parent_code end as city_code
    from region
    where level in ('province', 'city', 'county', 'zone', 'city_own')

)

select
    observation.indicator_code,
    city_regions.city_code,
    max(observation.period) as last_period
from observation
inner join city_regions
    on observation.region_code = city_regions.region_code
group by
    observation.indicator_code,
    city_regions.city_code,
    length(observation.period),
    substr(observation.period, 6, 1)
order by observation.indicator_code, city_regions.city_code, last_period
