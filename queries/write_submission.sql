-- Adds a submission, waiting to be published.
insert into submission (
    submission_id, file_name, file_sha256, city_code, sender_code, sent_by, received_at, status, note
)
values ($submission_id, $file_name, $file_sha256, $city_code, $sender_code, $sent_by, $received_at, 'pending', $note)
