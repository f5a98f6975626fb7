-- Who may do what, what was done, and the way of a submission from its sender to a release.

-- People. account_id 0 is the program itself, -1 a guest: neither has a row.
create table account (
    account_id integer not null,
    login_name varchar not null, -- lowercase; what is typed to sign in
    name varchar not null, -- what others read
    password_hash varchar not null, -- argon2id
    must_change boolean not null, -- the password was given by somebody else
    is_active boolean not null,
    created_at timestamp not null,
    signed_in_at timestamp
);

create table account_role (
    account_id integer not null,
    role varchar not null, -- viewer, reporter, reviewer, publisher, administrator
    region_code varchar not null -- of a reporter; '' for the other roles
);

-- The cookie holds the token, the table only its hash: who reads the file can sign in as nobody.
create table session (
    token_hash varchar not null,
    account_id integer not null,
    opened_at timestamp not null,
    seen_at timestamp not null,
    origin varchar not null -- the address it was opened from
);

-- How the office wants it: open viewing, the second pair of eyes, backups, … One row per rule that was changed.
create table office_rule (
    name varchar not null,
    value varchar not null
);

-- Every act, in order; `hash` covers the row and the hash of the one before, so that nothing can be changed or
-- left out unseen (faheng/store/audit.py).
create table audit_event (
    number integer not null,
    happened_at timestamp not null,
    account_id integer not null,
    who varchar not null,
    origin varchar not null,
    act varchar not null,
    subject varchar not null, -- submission:12, release:7, account:3, …
    detail varchar not null, -- a JSON object
    previous_hash varchar not null,
    hash varchar not null
);

-- A submission's way: pending 待审, returned 退回, accepted 通过, released 已发布, undone 已撤销, discarded 已撤下.
alter table submission add column account_id integer default 0;
alter table submission add column replaces integer; -- the submission that this corrected file takes the place of
update submission set account_id = 0;
-- What waited to be published without any review waits for its review now: the status keeps its name.

-- What a reviewer sends back, cell by cell ('' = the whole file), and what the sender says to it.
create table review_point (
    point_id integer not null,
    submission_id integer not null,
    cell varchar not null,
    reason varchar not null, -- a code of faheng/review_reasons.py
    text varchar not null,
    raised_by varchar not null,
    raised_at timestamp not null,
    answer varchar not null,
    answered_by varchar not null,
    answered_at timestamp
);

-- 佐证材料: any file, kept by its hash like uploads.
create table attachment (
    attachment_id integer not null,
    submission_id integer not null,
    file_name varchar not null,
    file_sha256 varchar not null,
    size_bytes bigint not null,
    added_by varchar not null,
    added_at timestamp not null,
    account_id integer not null
);
