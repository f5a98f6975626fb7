-- Puts the answers of the relation incoming to the points they answer.
update review_point
set
    answer = incoming.answer,
    answered_by = $answered_by,
    answered_at = $answered_at
from incoming
where
    review_point.submission_id = $submission_id
    and review_point.point_id = cast(incoming.point_id as integer)
