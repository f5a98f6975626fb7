-- Renames a view of an account; another's stays as it is.
update saved_view
set name = $name
where
    view_id = $view_id
    and account_id = $account_id
