-- Notes that releases are public from now on.
update release
set opened_at = $opened_at
where list_contains($releases, release)
