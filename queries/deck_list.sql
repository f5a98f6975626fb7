-- The decks that an account may open: its own, removed ones included, and those that others share. Newest save first.
-- One row per deck, without its content.
with

newest as (

    select
        deck_id,
        max(version) as version,
        min(saved_at) as made_at
    from deck_version
    group by deck_id

)

select
    deck_version.deck_id,
    deck_version.version,
    deck_version.account_id,
    coalesce(account.name, '') as owner,
    deck_version.name,
    deck_version.made_in,
    deck_version.is_shared,
    deck_version.is_removed,
    deck_version.saved_at,
    newest.made_at
from deck_version
inner join newest
    on
        deck_version.deck_id = newest.deck_id
        and deck_version.version = newest.version
left join account on deck_version.account_id = account.account_id
where
    deck_version.account_id = $account_id
    or (deck_version.is_shared and not deck_version.is_removed)
order by deck_version.saved_at desc, deck_version.deck_id desc
