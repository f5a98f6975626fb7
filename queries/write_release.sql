-- Adds a release. Changes nothing else.
insert into release (release, kind, published_at, published_by, note, undoes, public_from)
values ($release, $kind, $published_at, $published_by, $note, $undoes, $public_from)
