-- The events of the record before number $before that fit what is looked for, newest first, $most of them; events is
-- how many fit in all, whatever $before and $most are.
-- NULL asks for nothing; $words are looked for in detail, subject and origin.
-- One row per event.
with

fitting as (

    select
        number,
        count(*) over () as events
    from audit_event
    where
        ($who is null or who = $who)
        and ($act is null or act = $act)
        and ($subject is null or subject = $subject or starts_with(subject, $subject || ':'))
        and (
            $words is null
            or contains(lower(detail), lower($words))
            or contains(lower(subject), lower($words))
            or contains(lower(origin), lower($words))
        )
        and ($since is null or happened_at >= $since)
        and ($until is null or happened_at < $until)

),

page as (

    select
        number,
        events
    from fitting
    where $before is null or number < $before
    order by number desc
    limit $most

)

select
    audit_event.number,
    audit_event.happened_at,
    audit_event.account_id,
    audit_event.who,
    audit_event.origin,
    audit_event.act,
    audit_event.subject,
    audit_event.detail,
    page.events
from page
inner join audit_event
    on page.number = audit_event.number
order by audit_event.number desc
