-- Must return no row: submissions that cannot be right in themselves, among those of the release (all when $number is
-- null).
with

releases as (

    select
        submission_id,
        min(release) as release,
        bool_or(release = $number) as is_in_release
    from release_submission
    group by submission_id

)

select
    'submission' as place,
    cast(submission.submission_id as varchar) as found,
    case
        when twin.submission_id is not null then '报送编号重复'
        when submission.status not in ('pending', 'returned', 'accepted', 'released', 'undone', 'discarded')
            then '状态不明：' || submission.status
        when replaced.submission_id is null and submission.replaces is not null then '它更正的报送不存在'
        when submission.status in ('released', 'undone') and releases.release is null
            then '状态是已发布或已撤销，却不在任何一版里'
        when submission.status not in ('released', 'undone') and releases.release is not null
            then '已在第 ' || releases.release || ' 版里，状态却是 ' || submission.status
        else '报送人的账号不存在'
    end as rule
from submission
left join submission as twin
    on submission.submission_id = twin.submission_id and submission.rowid <> twin.rowid
left join submission as replaced
    on submission.replaces = replaced.submission_id and submission.submission_id > replaced.submission_id
left join account on submission.account_id = account.account_id
left join releases on submission.submission_id = releases.submission_id
where
    (cast($number as integer) is null or releases.is_in_release)
    and (
        twin.submission_id is not null
        or submission.status not in ('pending', 'returned', 'accepted', 'released', 'undone', 'discarded')
        or (submission.replaces is not null and replaced.submission_id is null)
        or (submission.status in ('released', 'undone')) <> (releases.release is not null)
        or (coalesce(submission.account_id, -1) <> 0 and account.account_id is null)
    )
order by submission.submission_id, rule
