-- What is published in a release of the named regions as it was reported, for checks of a new file against it.
-- Cumulative figures (累计) are left out: they are no measure of a period.
-- One row per indicator, region and period.
select
    indicator_code,
    region_code,
    period,
    numerator,
    denominator,
    value,
    status
from observation
where
    -- By a span, unlike by a list, DuckDB leaves out most of the table before it looks at single rows.
    region_code between list_min($region_codes) and list_max($region_codes)
    and list_contains($region_codes, region_code)
    and basis <> 'cumulative'
order by indicator_code, region_code, period
