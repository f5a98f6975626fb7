-- The counties, zones and own unit of a city for one indicator, in a period and in the one before it.
-- One row per region and period that has anything: a value, not_applicable (无案件) or only parts (incomplete).
select
    region_code,
    period,
    numerator,
    denominator,
    value,
    status,
    parts_reported,
    parts_expected
from regional_value
where
    indicator_code = $indicator_code
    and list_contains($region_codes, region_code)
    and period in ($period, $previous_period)
order by region_code, period
