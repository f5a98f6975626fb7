-- What the checks found in submissions, what the sender said to it, and which cells were left out (这格先不报).
-- One row per issue, in the order in which they were found.
select
    submission_id,
    cell,
    level,
    rule,
    message,
    withheld,
    reason
from issue
where list_contains($submission_ids, submission_id)
order by submission_id, rowid
