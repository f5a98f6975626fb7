-- The tables of the database, those of cursors and copies left out.
-- One row per table.
select table_name as name
from duckdb_tables()
where
    database_name = current_database()
    and not temporary
    and not internal
order by table_name
