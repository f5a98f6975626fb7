-- The text of some cells of some submissions, exactly as in the file.
-- One row per submission and cell.
select
    submission_id,
    cell,
    text,
    number_format
from submission_cell
where
    list_contains($submission_ids, submission_id)
    and list_contains($cells, cell)
order by submission_id, cell
