-- Which numbers, reported under other indicators, make up a value by the new definition (C02.numerator, C03.value):
-- earlier periods get a comparable series from them. Empty: the definition can only be told apart.
alter table definition_break_revision add column numerator_from varchar default '';
alter table definition_break_revision add column denominator_from varchar default '';
