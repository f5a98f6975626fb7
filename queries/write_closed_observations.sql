-- Ends the open interval of every key in the relation incoming: the rows stay, readable as of earlier releases.
update observation_revision
set superseded_in = $release
from incoming
where
    observation_revision.superseded_in = 2147483647
    and observation_revision.indicator_code = incoming.indicator_code
    and observation_revision.region_code = incoming.region_code
    and observation_revision.period = incoming.period
    and observation_revision.basis = incoming.basis
