-- Takes a saved view of an account away; another's stays as it is.
delete from saved_view
where
    view_id = $view_id
    and account_id = $account_id
