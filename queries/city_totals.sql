-- What a city's regions add up to and what the city reported itself, for every indicator and period.
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
    regions_estimated,
    regions_expected,
    reported_numerator,
    reported_denominator,
    reported_value,
    reported_status,
    reported_basis
from area_value
where area_code = $city_code
order by indicator_code, period
