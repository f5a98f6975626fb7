-- Adds what stands in the relation incoming to submission_cell of one submission.
insert into submission_cell (submission_id, cell, text, number_format)
select
    cast($submission_id as integer) as submission_id,
    cell,
    text,
    number_format
from incoming
