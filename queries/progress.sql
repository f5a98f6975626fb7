-- How far each number is on its way, for the named regions and periods: in the release (released), accepted, waiting
-- (pending) or sent back (returned), whichever is furthest, and when what counts of it was first received.
-- $told is a map of submissions whose status is another one for who reads this release (`statuses_as_of`).
-- One row per region, period and indicator that anybody sent.
with

told as (

    select
        submission_id,
        received_at,
        coalesce(map_extract_value(cast($told as map (integer, varchar)), submission_id), status) as status
    from submission

),

submitted as (

    select
        submission_value.region_code,
        submission_value.period,
        submission_value.indicator_code,
        told.status,
        told.received_at
    from submission_value
    inner join told
        on submission_value.submission_id = told.submission_id
    where
        list_contains($region_codes, submission_value.region_code)
        and list_contains($periods, submission_value.period)
        and told.status in ('pending', 'returned', 'accepted', 'released')

),

published as (

    select distinct
        region_code,
        period,
        indicator_code
    from observation
    where
        list_contains($region_codes, region_code)
        and list_contains($periods, period)

),

stages as (

    select
        submitted.region_code,
        submitted.period,
        submitted.indicator_code,
        case
            when bool_or(published.period is not null) then 'released'
            when bool_or(submitted.status = 'accepted') then 'accepted'
            when bool_or(submitted.status = 'pending') then 'pending'
            when bool_or(submitted.status = 'returned') then 'returned'
        end as stage,
        -- What was withdrawn or sent back was not received.
        min(submitted.received_at) filter (
            where
            submitted.status in ('pending', 'accepted')
            or (submitted.status = 'released' and published.period is not null)
        ) as received_at
    from submitted
    left join published
        on
            submitted.region_code = published.region_code
            and submitted.period = published.period
            and submitted.indicator_code = published.indicator_code
    group by submitted.region_code, submitted.period, submitted.indicator_code

)

select
    region_code,
    period,
    indicator_code,
    stage,
    received_at
from stages
where stage is not null
order by region_code, period, indicator_code
