-- The number of the next deck.
-- One row.
select coalesce(max(deck_id), 0) + 1 as deck_id
from deck_version
