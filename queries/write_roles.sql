-- Adds the roles in the relation incoming to an account.
insert into account_role (account_id, role, region_code)
select
    cast($account_id as integer) as account_id,
    role,
    region_code
from incoming
