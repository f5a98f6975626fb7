-- Notes when a session was used last.
update session
set seen_at = $seen_at
where token_hash = $token_hash
