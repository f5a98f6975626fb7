-- Who has reported an indicator: what stands in files (累计 too), not what is made from it.
-- One row per region and kind of period (year, half-year, quarter, month, 1—n月), with the last period of that kind for
-- which the region has a value or 无案件, and whether it ever has a value in that kind; within a kind the order of the
-- codes is that of time.
select
    region_code,
    max(period) as last_period,
    bool_or(status <> 'not_applicable') as has_value
from observation
where indicator_code = $indicator_code
group by region_code, length(period), substr(period, 6, 1)
order by region_code, last_period
