-- Every save of a deck, newest first.
-- One row per version.
select
    version,
    name,
    content,
    made_in,
    is_shared,
    is_removed,
    saved_at
from deck_version
where deck_id = $deck_id
order by version desc
limit $most
