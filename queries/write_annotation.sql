-- Pins an event to an indicator, a region ('' for the whole city) and a period.
insert into annotation (
    annotation_id,
    indicator_code,
    city_code,
    region_code,
    period,
    text,
    author,
    account_id,
    added_at,
    removed_by,
    removed_at
)
values (
    $annotation_id, $indicator_code, $city_code, $region_code, $period, $text, $author, $account_id, $added_at, '', null
)
