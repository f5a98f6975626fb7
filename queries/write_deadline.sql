-- Adds a deadline; $due_on null gives the rule its say back.
insert into deadline (deadline_id, city_code, period, due_on, set_by, account_id, set_at)
values ($deadline_id, $city_code, $period, $due_on, $set_by, $account_id, $set_at)
