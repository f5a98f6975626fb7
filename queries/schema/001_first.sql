-- The first schema. Tables that end in _revision hold history as intervals of releases:
-- a row is part of release N when released_in <= N and N < superseded_in; only superseded_in ever changes,
-- once.
-- Keys are guarded by queries/check_*.sql inside every publish, not by constraints (design.md: portable to
-- DuckLake).

create table release (
    release integer not null,
    kind varchar not null, -- catalogue, data, withdrawal, undo
    published_at timestamp not null, -- local time of the office
    published_by varchar not null,
    note varchar not null,
    undoes integer
);

create table category_revision (
    code varchar not null,
    name varchar not null,
    released_in integer not null,
    superseded_in integer not null
);

create table indicator_revision (
    code varchar not null,
    name varchar not null,
    name_en varchar not null,
    category_code varchar not null,
    unit varchar not null,
    kind varchar not null,
    numerator_name varchar not null,
    denominator_name varchar not null,
    scale decimal(18, 4),
    decimals integer not null,
    direction varchar not null,
    aggregation varchar not null,
    over_time varchar not null,
    count_model varchar not null,
    frequency varchar not null,
    headline boolean not null,
    source varchar not null,
    source_detail varchar not null,
    note varchar not null,
    released_in integer not null,
    superseded_in integer not null
);

create table region_revision (
    code varchar not null,
    name varchar not null,
    level varchar not null,
    parent_code varchar not null,
    counted_in varchar not null,
    origin varchar not null,
    released_in integer not null,
    superseded_in integer not null
);

create table region_alias_revision (
    region_code varchar not null,
    name varchar not null,
    valid_from varchar,
    valid_to varchar,
    released_in integer not null,
    superseded_in integer not null
);

create table synonym_revision (
    indicator_code varchar not null,
    part varchar not null,
    text varchar not null,
    released_in integer not null,
    superseded_in integer not null
);

create table target_revision (
    indicator_code varchar not null,
    region_code varchar not null,
    first_period varchar,
    value decimal(18, 6) not null,
    applies_to varchar not null,
    basis varchar not null,
    basis_detail varchar not null,
    released_in integer not null,
    superseded_in integer not null
);

create table definition_break_revision (
    indicator_code varchar not null,
    region_code varchar not null,
    first_period varchar not null,
    text varchar not null,
    released_in integer not null,
    superseded_in integer not null
);

create table reference_value_revision (
    indicator_code varchar not null,
    place varchar not null,
    period varchar,
    value decimal(18, 6) not null,
    numerator decimal(18, 4),
    denominator decimal(18, 4),
    note varchar not null,
    released_in integer not null,
    superseded_in integer not null
);

-- One uploaded file as understood and confirmed; the file itself lies in the data folder under its sha256.
create table submission (
    submission_id integer not null,
    file_name varchar not null,
    file_sha256 varchar not null,
    city_code varchar not null,
    sender_code varchar not null, -- the region that sends
    sent_by varchar not null, -- the person
    received_at timestamp not null,
    status varchar not null, -- pending, released, undone, discarded
    note varchar not null
);

create table release_submission (
    release integer not null,
    submission_id integer not null
);

-- The text of every cell that a value came from, exactly as in the file.
create table submission_cell (
    submission_id integer not null,
    cell varchar not null, -- Sheet!C7
    text varchar not null,
    number_format varchar not null
);

-- What the checks found when the file was confirmed.
create table issue (
    submission_id integer not null,
    cell varchar not null,
    level varchar not null,
    rule varchar not null,
    message varchar not null,
    withheld boolean not null -- 这格先不报
);

create table submission_value (
    submission_id integer not null,
    indicator_code varchar not null,
    region_code varchar not null,
    period varchar not null,
    basis varchar not null,
    numerator decimal(18, 4),
    denominator decimal(18, 4),
    value decimal(18, 6),
    status varchar not null,
    value_cell varchar,
    numerator_cell varchar,
    denominator_cell varchar
);

create table observation_revision (
    indicator_code varchar not null,
    region_code varchar not null,
    period varchar not null,
    basis varchar not null, -- within 期内, end 期末, cumulative 累计
    numerator decimal(18, 4),
    denominator decimal(18, 4),
    value decimal(18, 6), -- null only for not_applicable
    status varchar not null, -- final, provisional, estimated, not_applicable
    submission_id integer not null,
    value_cell varchar,
    numerator_cell varchar,
    denominator_cell varchar,
    released_in integer not null,
    superseded_in integer not null
);

-- Which shorter periods make up a longer one: whole, part, the part's frequency, and how many parts there
-- are.
create table period_part as
with

years as (

    select cast(year as varchar) as year
    from range(1990, 2061) as years (year)

),

months as (

    select month
    from range(1, 13) as months (month)

),

named_periods as (

    select
        years.year as period,
        'year' as frequency,
        years.year,
        1 as first_month,
        12 as last_month
    from years
    union all
    select
        years.year || '-H' || cast(months.month // 6 as varchar) as period,
        'half_year' as frequency,
        years.year,
        months.month - 5 as first_month,
        months.month as last_month
    from years
    cross join months
    where months.month in (6, 12)
    union all
    select
        years.year || '-Q' || cast(months.month // 3 as varchar) as period,
        'quarter' as frequency,
        years.year,
        months.month - 2 as first_month,
        months.month as last_month
    from years
    cross join months
    where months.month in (3, 6, 9, 12)
    union all
    select
        years.year || '-' || lpad(cast(months.month as varchar), 2, '0') as period,
        'month' as frequency,
        years.year,
        months.month as first_month,
        months.month as last_month
    from years
    cross join months

)

select
    longer.period as whole,
    shorter.period as part,
    shorter.frequency as part_frequency,
    shorter.last_month = longer.last_month as is_last,
    cast(
        (longer.last_month - longer.first_month + 1) // (shorter.last_month - shorter.first_month + 1) as integer
    ) as parts
from named_periods as longer
inner join named_periods as shorter
    on
        longer.year = shorter.year
        and longer.first_month <= shorter.first_month
        and longer.last_month >= shorter.last_month
        and longer.period <> shorter.period
where longer.frequency <> shorter.frequency
order by whole, part;
