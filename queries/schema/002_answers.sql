-- What a sender answered to the doubts of a form, so that the next file of that form asks nothing; and why a warning
-- was taken as right.
-- One row per city, sender, form and doubt: a later answer replaces the earlier one.

create table column_answer (
    city_code varchar not null,
    sender_code varchar not null, -- the region that sends
    form varchar not null, -- names the layout of the file, the same from year to year
    doubt varchar not null, -- region:景太县, column:出庭情况/出庭率, …
    answer varchar not null,
    answered_by varchar not null, -- the person
    answered_at timestamp not null
);

-- '' for an error, for a cell marked 这格先不报 and for what came before reasons were asked for.
alter table issue add column reason varchar default '';
