-- Takes a rule away, before its new value comes.
delete from office_rule
where name = $name
