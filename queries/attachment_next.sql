-- The number the next attachment gets.
-- One row.
select coalesce(max(attachment_id), 0) + 1 as attachment_id
from attachment
