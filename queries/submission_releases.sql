-- The releases that a submission is part of, oldest first.
-- One row per release.
select
    release.release,
    release.published_at
from release_submission
inner join release
    on release_submission.release = release.release
where release_submission.submission_id = $submission_id
order by release.release
