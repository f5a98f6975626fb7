-- 汇报: every save of a deck is a row, and its newest version is the deck; nothing of it is ever overwritten.
create table deck_version (
    deck_id integer not null,
    version integer not null, -- 1, 2, 3 … of the deck
    account_id integer not null, -- whose deck it is
    name varchar not null,
    content varchar not null, -- as faheng/meeting/deck.py writes it
    made_in integer not null, -- the release that its maker read when it was saved
    is_shared boolean not null, -- everybody who signs in may read and copy it
    is_removed boolean not null,
    saved_at timestamp not null
);
-- 母版: the office's own .pptx for PowerPoint files; the file lies in uploads/. Removed ones stay on record.
create table deck_master (
    master_id integer not null,
    file_name varchar not null,
    file_sha256 varchar not null,
    size_bytes bigint not null,
    account_id integer not null,
    added_by varchar not null,
    added_at timestamp not null,
    removed_at timestamp -- null while it is used
);
