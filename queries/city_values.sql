-- All values of a city's regions, and of itself, derived ones included.
-- One row per indicator, region and period that has anything: a value, not_applicable (无案件) or only parts
-- (incomplete).
select
    indicator_code,
    region_code,
    period,
    numerator,
    denominator,
    value,
    status,
    parts_reported,
    parts_expected
from regional_value
where
    -- By a span, unlike by a list, DuckDB leaves out most of the table before it looks at single rows.
    region_code between list_min($region_codes) and list_max($region_codes)
    and list_contains($region_codes, region_code)
order by indicator_code, region_code, period
