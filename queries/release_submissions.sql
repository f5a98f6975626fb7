-- Which submissions each release holds.
-- One row per release and submission.
select
    release,
    submission_id
from release_submission
order by release, submission_id
