-- Sets the time from which a release is public.
update release
set public_from = $public_from
where release = $release
