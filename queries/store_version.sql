-- The version of the schema: the newest of the schema files that were applied.
-- One row.
select max(version) as version
from store_version
