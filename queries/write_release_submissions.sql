-- Notes which submissions a release holds, and that they are released.
insert into release_submission (release, submission_id)
select
    cast($release as integer) as release,
    submission_id
from submission
where list_contains($submission_ids, submission_id)
