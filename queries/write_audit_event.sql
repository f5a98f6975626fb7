-- Adds an event to the record. Nothing ever changes one.
insert into audit_event (
    number, happened_at, account_id, who, origin, act, subject, detail, previous_hash, hash
)
values ($number, $happened_at, $account_id, $who, $origin, $act, $subject, $detail, $previous_hash, $hash)
