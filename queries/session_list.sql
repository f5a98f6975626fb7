-- Open sessions of all accounts.
-- One row per session.
select
    token_hash,
    account_id,
    opened_at,
    seen_at,
    origin
from session
order by token_hash
