-- Takes away a sender's answers to the doubts of one form that stand in the relation incoming, before they come anew.
delete from column_answer
where
    column_answer.city_code = $city_code
    and column_answer.sender_code = $sender_code
    and column_answer.form = $form
    and column_answer.doubt in (select incoming.doubt from incoming)
