-- Keeps a master to be used from now on.
insert into deck_master (
    master_id,
    file_name,
    file_sha256,
    size_bytes,
    account_id,
    added_by,
    added_at,
    removed_at
)
values ($master_id, $file_name, $file_sha256, $size_bytes, $account_id, $added_by, $added_at, null)
