-- Ends sessions: one by its token, all of an account, or those not used since, whichever parameters are given.
delete from session
where
    token_hash = $token_hash
    or account_id = $account_id
    or seen_at < $unused_since
    or opened_at < $opened_before
