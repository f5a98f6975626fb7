-- Must return no row: freezes and annotations that cannot be right. A release touches neither, so nothing is looked at
-- when $number is given.
select
    place,
    found,
    rule
from (
    select
        'release_freeze' as place,
        cast(release_freeze.release as varchar) as found,
        '冻结的版本不存在' as rule
    from release_freeze
    left join release on release_freeze.release = release.release
    where release.release is null
    union all
    select
        'release_freeze' as place,
        cast(count(*) as varchar) as found,
        '同时有几个冻结' as rule
    from release_freeze
    where ended_by = ''
    having count(*) > 1
    union all
    select
        'annotation' as place,
        cast(annotation_id as varchar) as found,
        '标注编号重复' as rule
    from annotation
    group by annotation_id
    having count(*) > 1
    union all
    select
        'annotation' as place,
        cast(annotation.annotation_id as varchar) as found,
        '标注的指标或市从来不在目录里' as rule
    from annotation
    where
        annotation.indicator_code not in (select code from indicator_revision)
        or annotation.city_code not in (select code from region_revision)
) as problems
where cast($number as integer) is null
order by place, found, rule
