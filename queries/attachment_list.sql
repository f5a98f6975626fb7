-- 佐证材料 of submissions.
-- One row per attachment.
select
    attachment_id,
    submission_id,
    file_name,
    file_sha256,
    size_bytes,
    added_by,
    added_at
from attachment
where
    (cast($attachment_id as integer) is null or attachment_id = $attachment_id)
    and ($submission_ids is null or list_contains($submission_ids, submission_id))
order by attachment_id
