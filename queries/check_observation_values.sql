-- Must return no row: observations that cannot be right, among those the release opened (all when $number is null).
select
    'observation_revision' as place,
    observation_revision.indicator_code || ' ' || observation_revision.region_code || ' '
    || observation_revision.period as found,
    '数值缺失、分子大于分母或状态不明' as rule
from observation_revision
inner join indicator_revision
    on
        observation_revision.indicator_code = indicator_revision.code
        and indicator_revision.superseded_in = 2147483647
where
    (cast($number as integer) is null or observation_revision.released_in = $number)
    and (
        observation_revision.status not in ('final', 'provisional', 'estimated', 'not_applicable')
        or observation_revision.basis not in ('within', 'end', 'cumulative')
        or (observation_revision.value is null) <> (observation_revision.status = 'not_applicable')
        or (indicator_revision.kind = 'rate' and observation_revision.numerator > observation_revision.denominator)
        or observation_revision.denominator < 0
    )
order by found
