-- Adds what stands in the relation incoming to the points of one submission.
insert into review_point (
    point_id, submission_id, cell, reason, text, raised_by, raised_at, answer, answered_by, answered_at
)
select
    point_id,
    cast($submission_id as integer) as submission_id,
    cell,
    reason,
    text,
    cast($raised_by as varchar) as raised_by,
    cast($raised_at as timestamp) as raised_at,
    '' as answer,
    '' as answered_by,
    null as answered_at
from incoming
