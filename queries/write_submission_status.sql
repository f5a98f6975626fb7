-- Sets the status of submissions.
update submission
set status = $status
where list_contains($submission_ids, submission_id)
