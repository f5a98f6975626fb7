-- Gives an account another password; $must_change: somebody else chose it.
update account
set
    password_hash = $password_hash,
    must_change = $must_change
where account_id = $account_id
