-- All accounts, or one when $account_id is given, in the order they were made.
-- One row per account.
select
    account_id,
    login_name,
    name,
    password_hash,
    must_change,
    is_active,
    created_at,
    signed_in_at
from account
where cast($account_id as integer) is null or account_id = $account_id
order by account_id
