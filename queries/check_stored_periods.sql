-- Must return no row: the table of periods or the list of versions is not what the schema files made. A release
-- touches neither, so nothing is looked at when $number is given.
select
    place,
    found,
    rule
from (
    select
        'period_part' as place,
        whole || ' ' || part as found,
        '时期的拆分不对' as rule
    from period_part
    group by whole, part, part_frequency
    having
        count(*) > 1
        or whole = part
        or left(whole, 4) <> left(part, 4)
        or min(parts) < 2
    union all
    select
        'period_part' as place,
        whole || ' ' || part_frequency as found,
        '拆出的时期个数不对' as rule
    from period_part
    group by whole, part_frequency
    having count(*) <> min(parts) or count(*) <> max(parts)
    union all
    select
        'store_version' as place,
        cast(version as varchar) as found,
        '版本记了两次' as rule
    from store_version
    group by version
    having count(*) > 1
) as problems
where cast($number as integer) is null
order by place, found, rule
