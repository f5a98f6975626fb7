-- Saves a view for an account.
insert into saved_view (view_id, account_id, name, address, saved_at)
values ($view_id, $account_id, $name, $address, $saved_at)
