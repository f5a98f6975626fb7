-- Saves a deck: adds its next version.
insert into deck_version (
    deck_id,
    version,
    account_id,
    name,
    content,
    made_in,
    is_shared,
    is_removed,
    saved_at
)
values ($deck_id, $version, $account_id, $name, $content, $made_in, $is_shared, $is_removed, $saved_at)
