-- The rules that the office changed.
-- One row per rule.
select
    name,
    value
from office_rule
order by name
