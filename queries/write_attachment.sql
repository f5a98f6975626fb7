-- Adds an attachment to a submission.
insert into attachment (
    attachment_id, submission_id, file_name, file_sha256, size_bytes, added_by, added_at, account_id
)
values ($attachment_id, $submission_id, $file_name, $file_sha256, $size_bytes, $added_by, $added_at, $account_id)
