-- The regions that have at least one value, and how many.
-- One row per region.
select
    region_code,
    count(*) as observations
from observation
group by region_code
order by region_code
