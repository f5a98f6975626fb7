-- Adds a submission, waiting for its review.
insert into submission (
    submission_id,
    file_name,
    file_sha256,
    city_code,
    sender_code,
    sent_by,
    account_id,
    received_at,
    status,
    note,
    replaces
)
values (
    $submission_id,
    $file_name,
    $file_sha256,
    $city_code,
    $sender_code,
    $sent_by,
    $account_id,
    $received_at,
    'pending',
    $note,
    $replaces
)
