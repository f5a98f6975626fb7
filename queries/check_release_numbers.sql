-- Must return no row: releases whose number is missing or used twice, or revisions that name an unknown release.
-- $number is not used to narrow this one down: the list of releases is short.
select
    'release' as place,
    cast(numbered.release as varchar) as found,
    '发布编号缺失或重复' as rule
from (
    select
        release,
        row_number() over (order by release) as expected
    from release
) as numbered
where
    numbered.release <> numbered.expected
    and ($number is null or true)
order by found
