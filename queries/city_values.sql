-- All values of a city's regions, and of itself, derived ones included, with the note that came with a value.
-- One row per indicator, region and period that has anything: a value, not_applicable (无案件) or only parts
-- (incomplete). A cumulative figure (basis cumulative, 累计) is there only where nothing else is known of the period.
select
    regional_value.indicator_code,
    regional_value.region_code,
    regional_value.period,
    regional_value.basis,
    regional_value.numerator,
    regional_value.denominator,
    regional_value.value,
    regional_value.status,
    regional_value.parts_reported,
    regional_value.parts_expected,
    issue.message as note
from regional_value
left join issue
    on
        regional_value.submission_id = issue.submission_id
        and regional_value.value_cell = issue.cell
        and issue.rule = 'published'
where
    -- By a span, unlike by a list, DuckDB leaves out most of the table before it looks at single rows.
    regional_value.region_code between list_min($region_codes) and list_max($region_codes)
    and list_contains($region_codes, regional_value.region_code)
order by regional_value.indicator_code, regional_value.region_code, regional_value.period
