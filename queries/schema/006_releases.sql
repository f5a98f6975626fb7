-- When a release may be read by everybody, the one that is frozen for a meeting, and events pinned to a figure.

-- Until public_from only those who review or publish read the release and every later one; null: at once.
alter table release add column public_from timestamp;
-- When it was first seen that public_from had come, or who publishes opened it: from then on it stays public, whatever
-- the clock says.
alter table release add column opened_at timestamp;

create table release_freeze (
    release integer not null,
    name varchar not null, -- the meeting
    frozen_by varchar not null,
    frozen_at timestamp not null,
    ended_by varchar not null, -- '' while it holds
    ended_at timestamp
);

-- 标注: an event that the office pins to an indicator, drawn on its trend. Removed ones stay on record.
create table annotation (
    annotation_id integer not null,
    indicator_code varchar not null,
    city_code varchar not null,
    region_code varchar not null, -- '' stands for the whole city
    period varchar not null,
    text varchar not null,
    author varchar not null,
    account_id integer not null,
    added_at timestamp not null,
    removed_by varchar not null, -- '' while it holds
    removed_at timestamp
);
