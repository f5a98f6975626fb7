-- The views that an account saved, oldest first.
-- One row per view.
select
    view_id,
    name,
    address,
    saved_at
from saved_view
where account_id = $account_id
order by view_id
