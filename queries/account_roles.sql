-- What accounts are granted.
-- One row per account, role and region ('' for roles that hold everywhere).
select
    account_id,
    role,
    region_code
from account_role
order by account_id, role, region_code
