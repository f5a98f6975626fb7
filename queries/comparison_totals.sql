-- What a city's regions add up to and what the city reported itself, in every period, for a span of
-- indicators.
-- One row per indicator and period that has anything.
select
    indicator_code,
    period,
    numerator,
    denominator,
    value,
    regions_summed,
    regions_not_applicable,
    regions_provisional,
    regions_expected,
    reported_numerator,
    reported_denominator,
    reported_value,
    reported_status
from area_value
where
    indicator_code between $first_indicator and $last_indicator
    and area_code = $city_code
order by indicator_code, period
