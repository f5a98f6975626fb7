-- The events of the record before number $before that fit what is looked for, newest first, $most of them.
-- NULL asks for nothing; $words are looked for in detail, subject and origin.
-- One row per event.
select
    number,
    happened_at,
    account_id,
    who,
    origin,
    act,
    subject,
    detail
from audit_event
where
    ($before is null or number < $before)
    and ($who is null or who = $who)
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
order by number desc
limit $most
