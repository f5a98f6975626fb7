-- Adds what stands in the relation incoming to the answers of one sender to the doubts of one form.
insert into column_answer (city_code, sender_code, form, doubt, answer, answered_by, answered_at)
select
    cast($city_code as varchar) as city_code,
    cast($sender_code as varchar) as sender_code,
    cast($form as varchar) as form,
    doubt,
    answer,
    cast($answered_by as varchar) as answered_by,
    cast($answered_at as timestamp) as answered_at
from incoming
