-- Changes of regions (区划调整): from first_period on, from_code is in to_code (merged, split, transferred).
create table boundary_change_revision (
    first_period varchar not null,
    from_code varchar not null,
    to_code varchar not null,
    kind varchar not null,
    text varchar not null,
    released_in integer not null,
    superseded_in integer not null
);
