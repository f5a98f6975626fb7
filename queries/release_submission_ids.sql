-- The submissions a release holds.
-- One row per submission.
select submission_id
from release_submission
where release = $number
order by submission_id
