-- What one sender answered to the doubts of one form, or of all its forms when $form is null; the latest last.
-- One row per form and doubt.
select
    form,
    doubt,
    answer
from column_answer
where
    city_code = $city_code
    and sender_code = $sender_code
    and (cast($form as varchar) is null or form = $form)
order by answered_at, form, doubt
