-- When forms are due. A form is one period of a city (its frequency is the sheet of the blank form); what stands
-- here is set by hand and goes before the office's rule (faheng/store/rules.py).
-- Rows are only added: of a city and period the one with the highest number holds. due_on null: the rule holds
-- again.
create table deadline (
    deadline_id integer not null,
    city_code varchar not null,
    period varchar not null,
    due_on date,
    set_by varchar not null,
    account_id integer not null,
    set_at timestamp not null
);
