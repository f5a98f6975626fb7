-- Freezes a release for a meeting.
insert into release_freeze (release, name, frozen_by, frozen_at, ended_by, ended_at)
values ($release, $name, $frozen_by, $frozen_at, '', null)
