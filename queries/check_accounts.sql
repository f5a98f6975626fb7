-- Must return no row: accounts, roles, sessions and rules that cannot be right. A release touches none of them, so
-- nothing is looked at when $number is given.
select
    place,
    found,
    rule
from (
    select
        'account' as place,
        cast(account_id as varchar) as found,
        '账号编号重复或不是正数' as rule
    from account
    group by account_id
    having count(*) > 1 or account_id < 1
    union all
    select
        'account' as place,
        login_name as found,
        '登录名重复、为空或含大写字母' as rule
    from account
    group by login_name
    having count(*) > 1 or login_name = '' or login_name <> lower(login_name)
    union all
    select
        'account_role' as place,
        account_role.account_id || ' ' || account_role.role || ' ' || account_role.region_code as found,
        '账号不存在、权限不明，或填报没有写地区' as rule
    from account_role
    left join account on account_role.account_id = account.account_id
    where
        account.account_id is null
        or account_role.role not in ('viewer', 'reporter', 'reviewer', 'publisher', 'administrator')
        or (account_role.role = 'reporter') <> (account_role.region_code <> '')
    union all
    select
        'account_role' as place,
        account_role.account_id || ' ' || account_role.region_code as found,
        '填报的地区不在目录里' as rule
    from account_role
    left join region_revision on account_role.region_code = region_revision.code
    where account_role.region_code <> '' and region_revision.code is null
    union all
    select
        'session' as place,
        left(session.token_hash, 8) as found,
        '登录属于不存在的账号，或时间颠倒' as rule
    from session
    left join account on session.account_id = account.account_id
    where account.account_id is null or session.seen_at < session.opened_at
    union all
    select
        'office_rule' as place,
        name as found,
        '同一项设置有两个值' as rule
    from office_rule
    group by name
    having count(*) > 1
) as problems
where cast($number as integer) is null
order by place, found, rule
