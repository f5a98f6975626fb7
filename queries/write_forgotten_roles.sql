-- Takes away all roles of an account, before those that hold now come.
delete from account_role
where account_id = $account_id
