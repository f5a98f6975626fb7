-- The files in uploads/ that something names: submissions and their evidence, masters of decks.
-- One row per submission, attachment and master.
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
union all
select
    '母版' as kind,
    master_id as number,
    file_name,
    file_sha256
from deck_master
order by kind, number
