-- Figures of an indicator that a release changed though they were settled (正式, or nothing to report): 更正.
-- One row per key.
select
    later.region_code,
    later.period,
    later.basis,
    later.numerator,
    later.denominator,
    later.value,
    later.status,
    earlier.numerator as old_numerator,
    earlier.denominator as old_denominator,
    earlier.value as old_value,
    earlier.status as old_status,
    earlier.basis as old_basis
from observation_revision as later
inner join observation_revision as earlier
    on
        later.indicator_code = earlier.indicator_code
        and later.region_code = earlier.region_code
        and later.period = earlier.period
        and (later.basis = 'cumulative') = (earlier.basis = 'cumulative')
        and later.released_in = earlier.superseded_in
where
    later.released_in = $number
    and later.indicator_code = $indicator_code
    and earlier.superseded_in = $number
    and earlier.status in ('final', 'not_applicable')
order by later.region_code, later.period, later.basis
