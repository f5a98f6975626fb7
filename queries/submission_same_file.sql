-- The submission that already brought this file and still counts (waiting, sent back or released), if any.
-- At most one row.
select
    submission.submission_id,
    submission.file_name,
    submission.sent_by,
    submission.received_at,
    submission.status,
    max(release_submission.release) as release
from submission
left join release_submission
    on submission.submission_id = release_submission.submission_id
where
    submission.file_sha256 = $file_sha256
    and submission.status in ('pending', 'returned', 'accepted', 'released')
group by
    submission.submission_id, submission.file_name, submission.sent_by, submission.received_at, submission.status
order by submission.submission_id
limit 1
