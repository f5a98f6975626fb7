-- What was sent back of submissions, and what was answered, oldest first.
-- One row per point.
select
    point_id,
    submission_id,
    cell,
    reason,
    text,
    raised_by,
    raised_at,
    answer,
    answered_by,
    answered_at
from review_point
where list_contains($submission_ids, submission_id)
order by point_id
