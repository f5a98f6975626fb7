-- Must return no row: what hangs on a submission that is not there. When $number is given, only the links between
-- releases and submissions are looked at: a publish writes no others.
select
    part.place,
    part.submission_id || ' ' || part.found as found,
    '所属的报送不存在' as rule
from (
    select
        'submission_value' as place,
        submission_id,
        indicator_code || ' ' || region_code || ' ' || period as found
    from submission_value
    where cast($number as integer) is null
    union all
    select
        'submission_cell' as place,
        submission_id,
        cell as found
    from submission_cell
    where cast($number as integer) is null
    union all
    select
        'issue' as place,
        submission_id,
        cell || ' ' || rule as found
    from issue
    where cast($number as integer) is null
    union all
    select
        'review_point' as place,
        submission_id,
        cast(point_id as varchar) as found
    from review_point
    where cast($number as integer) is null
    union all
    select
        'attachment' as place,
        submission_id,
        file_name as found
    from attachment
    where cast($number as integer) is null
    union all
    select
        'release_submission' as place,
        submission_id,
        cast(release as varchar) as found
    from release_submission
    where cast($number as integer) is null or release = $number
    union all
    select
        'observation_revision' as place,
        submission_id,
        indicator_code || ' ' || region_code || ' ' || period as found
    from observation_revision
    where cast($number as integer) is null
) as part
left join submission on part.submission_id = submission.submission_id
where submission.submission_id is null
order by part.place, part.submission_id, part.found
