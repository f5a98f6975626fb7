-- The columns of a table.
-- One row per column, in their order.
select column_name as name
from duckdb_columns()
where
    database_name = current_database()
    and table_name = $table_name
    and not internal
order by column_index
