-- Sets a rule.
insert into office_rule (name, value)
values ($name, $value)
