-- The events that are pinned to figures now, in the order in which they were added.
-- One row per event.
select
    annotation_id,
    indicator_code,
    city_code,
    region_code,
    period,
    text,
    author,
    added_at
from annotation
where removed_at is null
order by annotation_id
