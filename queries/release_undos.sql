-- Every release with the one it undoes, if any; newest first.
-- One row per release.
select
    release,
    undoes
from release
order by release desc
