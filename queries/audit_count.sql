-- How many events of the record fit what is looked for; NULL asks for nothing.
-- One row.
select count(*) as events
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
