-- Must return no row: releases that undo what is not there, or links to releases that are not there, among what the
-- release wrote (all when $number is null).
select
    place,
    found,
    rule
from (
    select
        'release' as place,
        undoing.release as number,
        cast(undoing.release as varchar) as found,
        '类别不是撤销却写着撤销哪一版，或它撤销的那一版不存在' as rule
    from release as undoing
    left join release as undone on undoing.undoes = undone.release
    where
        (undoing.kind = 'undo') <> (undone.release is not null)
        or undone.release >= undoing.release
    union all
    select
        'release_submission' as place,
        release_submission.release as number,
        release_submission.release || ' ' || release_submission.submission_id as found,
        '这一版不存在' as rule
    from release_submission
    left join release on release_submission.release = release.release
    where release.release is null
    union all
    select
        'release_submission' as place,
        release as number,
        release || ' ' || submission_id as found,
        '同一版里同一份报送记了两次' as rule
    from release_submission
    group by release, submission_id
    having count(*) > 1
) as problems
where cast($number as integer) is null or number = $number
order by place, found, rule
