-- Every revision of one value up to a release, with its file, the note that came with it and the release that brought
-- it; newest first.
-- One row per revision: of the cumulative figure (累计), which is another value, or of the other one.
select
    observation_revision.released_in,
    observation_revision.superseded_in,
    observation_revision.numerator,
    observation_revision.denominator,
    observation_revision.value,
    observation_revision.status,
    observation_revision.basis,
    observation_revision.value_cell,
    observation_revision.numerator_cell,
    observation_revision.denominator_cell,
    observation_revision.submission_id,
    submission.file_name,
    submission.sender_code,
    submission.sent_by,
    submission.received_at,
    issue.message as note,
    release.published_at,
    release.published_by,
    release.kind as release_kind,
    release.note as release_note
from observation_revision
left join submission
    on observation_revision.submission_id = submission.submission_id
left join issue
    on
        observation_revision.submission_id = issue.submission_id
        and observation_revision.value_cell = issue.cell
        and issue.rule = 'published'
left join release
    on observation_revision.released_in = release.release
where
    observation_revision.indicator_code = $indicator_code
    and observation_revision.region_code = $region_code
    and observation_revision.period = $period
    and (observation_revision.basis = 'cumulative') = $is_cumulative
    and observation_revision.released_in <= $as_of
order by observation_revision.released_in desc, observation_revision.basis asc
