"""Makes the big data: every county of the national table × every indicator × 20 years, always the same.

`python benchmarks/big_data.py FOLDER` fills an empty data folder. Rows go straight into the tables, since
20 files of 170,000 values would measure intake; the checks of a publish are run on them all the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

from faheng.preparation import open_prepared_store
from faheng.settings import Settings
from faheng.store.database import OPEN, Store
from faheng.store.release_steps import find_problems

FIRST_YEAR, LAST_YEAR = 2006, 2025
_CHECKS_SHOWN = 3

# One submission per year, sent by 北京市 for all; every value has a cell of its own (sheet: the indicator).
_SUBMISSIONS = """
insert into submission
select
    year - $first_year + 1 as submission_id,
    year || '.xlsx' as file_name,
    sha256(year || '.xlsx') as file_sha256,
    '110000' as city_code,
    '110000' as sender_code,
    'benchmarks' as sent_by,
    timestamp '2026-01-05 09:00:00' as received_at,
    'released' as status,
    '' as note,
    0 as account_id,
    null as replaces
from range($first_year, $last_year + 1) as years (year)
"""

_OBSERVATIONS = """
insert into observation_revision
with

counties as (

    select
        code,
        row_number() over (order by code) as line
    from region_revision
    where level = 'county' and superseded_in = $open

),

drawn as (

    select
        indicator.code as indicator_code,
        indicator.kind,
        indicator.aggregation,
        indicator.over_time,
        indicator.scale,
        counties.code as region_code,
        counties.line,
        year,
        -- Two independent numbers in 0 … 1 for each value, always the same ones.
        hash(indicator.code, counties.code, year) % 10001 / 10000 as chance,
        20 + hash(year, counties.code, indicator.code) % 480 as denominator
    from indicator_revision as indicator
    cross join counties
    cross join range($first_year, $last_year + 1) as years (year)
    where indicator.superseded_in = $open

),

parts as (

    select
        *,
        case
            when kind = 'rate' then floor(denominator * (0.5 + chance / 2))
            when kind = 'average' then floor(denominator * (1 + chance * 4))
        end as numerator
    from drawn

)

select
    indicator_code,
    region_code,
    cast(year as varchar) as period,
    case when over_time in ('sum', 'ratio_of_sums') then 'within' else 'end' end as basis,
    numerator,
    case when numerator is not null or aggregation = 'weighted_mean' then denominator end as denominator,
    case
        when numerator is not null then round(numerator * scale / denominator, 6)
        when kind = 'score' or aggregation = 'weighted_mean' then round(60 + chance * 40, 2)
        else floor(chance * 500)
    end as value,
    'final' as status,
    year - $first_year + 1 as submission_id,
    indicator_code || '!C' || (line + 5) as value_cell,
    null as numerator_cell,
    null as denominator_cell,
    $release as released_in,
    $open as superseded_in
from parts
order by indicator_code, period, region_code
"""

_CELLS = """
insert into submission_cell
select
    submission_id,
    value_cell as cell,
    cast(value as varchar) as text,
    '0.00' as number_format
from observation_revision
where released_in = $release
"""


def fill(store: Store) -> int:
    """Publish the big data as one release; how many observations.

    Raises:
        ValueError: a check of queries/check_*.sql found something.
    """
    release = store.latest_release + 1
    years = {"first_year": FIRST_YEAR, "last_year": LAST_YEAR}
    with store.writing() as cursor:
        cursor.execute(
            "insert into release "
            "values ($release, 'data', timestamp '2026-01-05 10:00:00', 'benchmarks', '', null, null, null)",
            {"release": release},
        )
        cursor.execute(_SUBMISSIONS, years)
        cursor.execute(
            "insert into release_submission select $release, submission_id from submission",
            {"release": release},
        )
        cursor.execute(_OBSERVATIONS, {"release": release, "open": OPEN, **years})
        cursor.execute(_CELLS, {"release": release})
        if problems := find_problems(cursor, release):
            raise ValueError(f"{len(problems)} problems, such as {problems[:_CHECKS_SHOWN]}")
        (count,) = cursor.execute("select count(*) from observation_revision").fetchall()[0]
    store.latest_release = release
    return int(count)


if __name__ == "__main__":
    with open_prepared_store(
        Settings(Path(sys.argv[1]), with_demo=False), holder="benchmarks/big_data.py"
    ) as big:
        print(fill(big))
