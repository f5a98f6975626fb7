-- Takes an event off the charts; it stays on record.
update annotation
set
    removed_by = $removed_by,
    removed_at = $removed_at
where annotation_id = $annotation_id
