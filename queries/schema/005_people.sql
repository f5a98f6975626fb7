-- 收藏: the views of our own pages that a person saved, seen by that person alone.
create table saved_view (
    view_id integer not null,
    account_id integer not null,
    name varchar not null,
    address varchar not null, -- path and choices of a page of ours: /trend?city=…
    saved_at timestamp not null
);
