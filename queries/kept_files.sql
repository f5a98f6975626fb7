-- The files in uploads/ that something names: submissions and their evidence.
-- One row per submission and attachment.
select
    '报送' as kind,
    submission_id as number,
    file_name,
    file_sha256
from submission
union all
select
    '佐证材料' as kind,
    attachment_id as number,
    file_name,
    file_sha256
from attachment
order by kind, number
