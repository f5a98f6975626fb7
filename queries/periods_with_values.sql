-- The periods for which at least one of the given regions has a value of an indicator, derived ones included.
-- One row per period.
select distinct period
from regional_value
where
    indicator_code = $indicator_code
    and list_contains($region_codes, region_code)
    and status <> 'incomplete'
order by period
