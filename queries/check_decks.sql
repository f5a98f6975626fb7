-- Must return no row: decks and masters that cannot be right. A release touches neither, so nothing is looked at when
-- $number is given.
select
    place,
    found,
    rule
from (
    select
        'deck_version' as place,
        cast(deck_id as varchar) as found,
        '汇报的版次缺失或重复，或换过主人' as rule
    from deck_version
    group by deck_id
    having
        count(*) <> max(version)
        or count(distinct version) <> count(*)
        or min(version) <> 1
        or count(distinct account_id) <> 1
    union all
    select
        'deck_version' as place,
        deck_version.name as found,
        '主人的账号不存在，或没有内容' as rule
    from deck_version
    left join account on deck_version.account_id = account.account_id
    where account.account_id is null or deck_version.content = ''
    union all
    select
        'deck_version' as place,
        deck_version.name as found,
        '保存时所看的那一版不存在' as rule
    from deck_version
    left join release on deck_version.made_in = release.release
    where release.release is null
    union all
    select
        'deck_master' as place,
        cast(master_id as varchar) as found,
        '母版编号重复' as rule
    from deck_master
    group by master_id
    having count(*) > 1
    union all
    select
        'deck_master' as place,
        file_name as found,
        '大小或校验码不对' as rule
    from deck_master
    where size_bytes < 1 or length(file_sha256) <> 64
    union all
    select
        'deck_master' as place,
        cast(count(*) as varchar) as found,
        '同时有几个母版在用' as rule
    from deck_master
    where removed_at is null
    having count(*) > 1
) as problems
where cast($number as integer) is null
order by place, found, rule
