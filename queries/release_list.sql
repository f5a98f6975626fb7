-- All releases with what each changed; newest first.
-- One row per release.
with

opened as (

    select
        released_in as release,
        count(*) as rows_opened
    from observation_revision
    group by released_in

),

closed as (

    select
        superseded_in as release,
        count(*) as rows_closed
    from observation_revision
    where superseded_in <> 2147483647
    group by superseded_in

),

undone as (

    select
        undoes as release,
        min(release) as undone_by
    from release
    where undoes is not null
    group by undoes

)

select
    release.release,
    release.kind,
    release.published_at,
    release.published_by,
    release.note,
    release.undoes,
    release.public_from,
    undone.undone_by,
    coalesce(opened.rows_opened, 0) as rows_opened,
    coalesce(closed.rows_closed, 0) as rows_closed
from release
left join opened
    on release.release = opened.release
left join closed
    on release.release = closed.release
left join undone
    on release.release = undone.release
order by release.release desc
