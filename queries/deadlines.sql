-- The dates that somebody set for a city's forms; where the last word was the rule's there is none.
-- One row per period.
with

latest as (

    select
        period,
        due_on,
        set_by,
        set_at
    from deadline
    where city_code = $city_code
    qualify row_number() over (partition by period order by deadline_id desc) = 1

)

select
    period,
    due_on,
    set_by,
    set_at
from latest
where due_on is not null
order by period
