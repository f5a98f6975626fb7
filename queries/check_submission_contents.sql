-- Must return no row: values, issues, points, evidence and answers that cannot be right. They were checked when they
-- were written and a publish changes none of them, so nothing is looked at when $number is given.
select
    place,
    found,
    rule
from (
    select
        'submission_value' as place,
        submission_value.submission_id || ' ' || submission_value.indicator_code || ' '
        || submission_value.region_code || ' ' || submission_value.period as found,
        '指标或地区不在目录里，数值缺失，或状态不明' as rule
    from submission_value
    where
        submission_value.indicator_code not in (select code from indicator_revision)
        or submission_value.region_code not in (select code from region_revision)
        or submission_value.status not in ('final', 'provisional', 'estimated', 'not_applicable')
        or submission_value.basis not in ('within', 'end', 'cumulative')
        or (submission_value.value is null) <> (submission_value.status = 'not_applicable')
        or submission_value.denominator < 0
    union all
    select
        'submission_cell' as place,
        submission_id || ' ' || cell as found,
        '同一份报送的同一格记了两次' as rule
    from submission_cell
    group by submission_id, cell
    having count(*) > 1
    union all
    select
        'issue' as place,
        submission_id || ' ' || cell || ' ' || rule as found,
        '级别不明：' || level as rule
    from issue
    where level not in ('error', 'warning')
    union all
    select
        'review_point' as place,
        cast(point_id as varchar) as found,
        '退回编号重复' as rule
    from review_point
    group by point_id
    having count(*) > 1
    union all
    select
        'review_point' as place,
        cast(point_id as varchar) as found,
        '没有写理由，或有答复而没有答复时间' as rule
    from review_point
    where reason = '' or (answer <> '') <> (answered_at is not null)
    union all
    select
        'attachment' as place,
        cast(attachment_id as varchar) as found,
        '佐证材料编号重复' as rule
    from attachment
    group by attachment_id
    having count(*) > 1
    union all
    select
        'attachment' as place,
        cast(attachment_id as varchar) as found,
        '大小或校验码不对' as rule
    from attachment
    where size_bytes < 1 or not regexp_full_match(file_sha256, '[0-9a-f]{64}')
    union all
    select
        'column_answer' as place,
        city_code || ' ' || sender_code || ' ' || doubt as found,
        '同一单位、同一种表、同一处疑问有两个回答' as rule
    from column_answer
    group by city_code, sender_code, form, doubt
    having count(*) > 1
) as problems
where cast($number as integer) is null
order by place, found, rule
