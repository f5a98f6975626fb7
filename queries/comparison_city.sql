-- What a city's regions add up to and what the city reported itself, in a period and in the one before it.
-- One row per period that has anything.
select
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
    indicator_code = $indicator_code
    and area_code = $city_code
    and period in ($period, $previous_period)
order by period
