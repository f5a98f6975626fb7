-- Ends the open interval of every key in the relation incoming: the rows stay, readable as of earlier releases.
-- 期内 and 期末 are one key: what the catalogue says of an indicator may change, and then the old figure must go.
update observation_revision
set superseded_in = $release
from incoming
where
    observation_revision.superseded_in = 2147483647
    and observation_revision.indicator_code = incoming.indicator_code
    and observation_revision.region_code = incoming.region_code
    and observation_revision.period = incoming.period
    and (observation_revision.basis = 'cumulative') = (incoming.basis = 'cumulative')
