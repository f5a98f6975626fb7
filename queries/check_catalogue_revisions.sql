-- Must return no row: rows of the catalogue's tables that hold twice at the same time, end before they begin, or
-- begin or end with an unknown release, among those the release opened or closed (all when $number is null).
with

revisions as (

    select
        'category_revision' as place,
        code as found,
        released_in,
        superseded_in
    from category_revision
    union all
    select
        'indicator_revision' as place,
        code as found,
        released_in,
        superseded_in
    from indicator_revision
    union all
    select
        'region_revision' as place,
        code as found,
        released_in,
        superseded_in
    from region_revision
    union all
    select
        'region_alias_revision' as place,
        region_code || ' ' || name || ' ' || coalesce(valid_from, '') || ' '
        || coalesce(valid_to, '') as found,
        released_in,
        superseded_in
    from region_alias_revision
    union all
    select
        'synonym_revision' as place,
        indicator_code || ' ' || part || ' ' || text as found,
        released_in,
        superseded_in
    from synonym_revision
    union all
    select
        'target_revision' as place,
        indicator_code || ' ' || region_code || ' ' || coalesce(first_period, '') as found,
        released_in,
        superseded_in
    from target_revision
    union all
    select
        'definition_break_revision' as place,
        indicator_code || ' ' || region_code || ' ' || coalesce(first_period, '') || ' ' || text as found,
        released_in,
        superseded_in
    from definition_break_revision
    union all
    select
        'boundary_change_revision' as place,
        first_period || ' ' || from_code || ' ' || to_code || ' ' || kind || ' ' || text as found,
        released_in,
        superseded_in
    from boundary_change_revision
    union all
    select
        'reference_value_revision' as place,
        indicator_code || ' ' || place || ' ' || coalesce(period, '') || ' '
        || cast(value as varchar) || ' ' || note as found,
        released_in,
        superseded_in
    from reference_value_revision

),

touched as (

    select *
    from revisions
    where
        cast($number as integer) is null
        or released_in = $number
        or superseded_in = $number

),

-- Of one key, each row with the end of the one before it.
in_order as (

    select
        *,
        max(superseded_in)
            over (
                partition by place, found
                order by released_in, superseded_in
                rows between unbounded preceding and 1 preceding
            )
            as ended_before
    from revisions
    where (place, found) in (select (place, found) from touched)

)

select
    place,
    found,
    case
        when superseded_in <= released_in then '失效的版不晚于生效的版'
        when ended_before > released_in then '同一内容有两行同时有效'
        else '生效或失效的那一版不存在'
    end as rule
from in_order
where
    superseded_in <= released_in
    or ended_before > released_in
    or released_in not in (select release from release)
    or (superseded_in <> 2147483647 and superseded_in not in (select release from release))
order by place, found, rule
