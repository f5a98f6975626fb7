-- Takes away a sender's answers to the doubts of one form, before those that hold now come.
delete from column_answer
where
    column_answer.city_code = $city_code
    and column_answer.sender_code = $sender_code
    and column_answer.form = $form
