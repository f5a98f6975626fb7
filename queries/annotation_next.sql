-- The number that the next event gets.
-- One row.
select coalesce(max(annotation_id), 0) + 1 as annotation_id
from annotation
