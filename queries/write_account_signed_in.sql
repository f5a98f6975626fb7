-- Notes when an account signed in last.
update account
set signed_in_at = $signed_in_at
where account_id = $account_id
