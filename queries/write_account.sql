-- Adds an account.
insert into account (account_id, login_name, name, password_hash, must_change, is_active, created_at, signed_in_at)
values ($account_id, $login_name, $name, $password_hash, $must_change, true, $created_at, null)
