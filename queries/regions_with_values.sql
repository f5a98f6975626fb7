-- The regions that have at least one value.
-- One row per region.
select distinct region_code
from observation
order by region_code
