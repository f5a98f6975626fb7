-- Changes an account's name and whether it may sign in.
update account
set
    name = $name,
    is_active = $is_active
where account_id = $account_id
