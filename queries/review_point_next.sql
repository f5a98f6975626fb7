-- The number the next point of a review gets.
-- One row.
select coalesce(max(point_id), 0) + 1 as point_id
from review_point
