-- Submissions of one city, or of all when $city_code is null, with how many values each holds; newest first.
-- One row per submission.
select
    submission.submission_id,
    submission.file_name,
    submission.file_sha256,
    submission.city_code,
    submission.sender_code,
    submission.sent_by,
    submission.account_id,
    submission.received_at,
    submission.status,
    submission.note,
    submission.replaces,
    (
        select count(*)
        from submission_value
        where submission_value.submission_id = submission.submission_id
    ) as value_count
from submission
where
    (cast($city_code as varchar) is null or submission.city_code = $city_code)
    and (cast($status as varchar) is null or submission.status = $status)
order by submission.submission_id desc
