-- Which cities have reported which indicators, themselves or through their regions: what stands in files (累计 too), not
-- what is made from it.
-- One row per indicator, city and period of the last year for which there is anything, with how many regions have a
-- value or 无案件 (without those that have counted_in), whether one of them has a value, whether the city itself has
-- anything, and whether all there is is cumulative.
with

area_regions as (

    select
        code as region_code,
        case when level in ('province', 'city') then code else parent_code end as city_code,
        level in ('province', 'city') as is_city,
        level not in ('province', 'city') and counted_in = '' as is_counted
    from region
    where level in ('province', 'city', 'county', 'zone', 'city_own')

)

select
    observation.indicator_code,
    area_regions.city_code,
    observation.period,
    cast(
        count(distinct observation.region_code) filter (where area_regions.is_counted) as integer
    ) as regions_reported,
    bool_or(area_regions.is_city) as by_city,
    coalesce(
        bool_or(observation.status <> 'not_applicable') filter (where area_regions.is_counted), false
    ) as regions_have_value,
    bool_and(observation.basis = 'cumulative') as is_cumulative
from observation
inner join area_regions
    on observation.region_code = area_regions.region_code
where list_contains($indicator_codes, observation.indicator_code)
group by observation.indicator_code, area_regions.city_code, observation.period
qualify
    substr(observation.period, 1, 4)
    = max(substr(observation.period, 1, 4)) over (partition by observation.indicator_code, area_regions.city_code)
order by observation.indicator_code, area_regions.city_code, observation.period
