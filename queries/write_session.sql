-- Opens a session.
insert into session (token_hash, account_id, opened_at, seen_at, origin)
values ($token_hash, $account_id, $opened_at, $opened_at, $origin)
