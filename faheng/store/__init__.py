"""The only code that talks to DuckDB: opening the database, reading as of a release, publishing and undoing."""
