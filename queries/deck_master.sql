-- The master that PowerPoint files are made with.
-- One row, or none.
select
    master_id,
    file_name,
    file_sha256,
    size_bytes,
    added_by,
    added_at
from deck_master
where removed_at is null
order by master_id desc
limit 1
