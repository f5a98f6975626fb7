-- Adds what stands in the relation incoming to issue of one submission.
insert into issue (submission_id, cell, level, rule, message, withheld, reason)
select
    cast($submission_id as integer) as submission_id,
    cell,
    level,
    rule,
    message,
    withheld,
    reason
from incoming
