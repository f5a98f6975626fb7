-- Must return no row: deadlines and saved views that cannot be right. A release touches neither, so nothing is looked
-- at when $number is given.
select
    place,
    found,
    rule
from (
    select
        'deadline' as place,
        cast(deadline_id as varchar) as found,
        '期限编号重复' as rule
    from deadline
    group by deadline_id
    having count(*) > 1
    union all
    select
        'deadline' as place,
        deadline.city_code || ' ' || deadline.period as found,
        '市不在目录里，或设定人的账号不存在' as rule
    from deadline
    left join account on deadline.account_id = account.account_id
    where
        deadline.city_code not in (select code from region_revision)
        or (deadline.account_id <> 0 and account.account_id is null)
    union all
    select
        'saved_view' as place,
        cast(view_id as varchar) as found,
        '收藏编号重复' as rule
    from saved_view
    group by view_id
    having count(*) > 1
    union all
    select
        'saved_view' as place,
        saved_view.name as found,
        '收藏人的账号不存在，或地址不是本站的' as rule
    from saved_view
    left join account on saved_view.account_id = account.account_id
    where account.account_id is null or not starts_with(saved_view.address, '/')
) as problems
where cast($number as integer) is null
order by place, found, rule
