-- The indicators for which at least one of the given regions has a value.
-- One row per indicator.
select distinct indicator_code
from observation
where list_contains($region_codes, region_code)
order by indicator_code
