"""monday.com boards into SQL Server or DuckDB: discover, decide, fetch, land, generate."""
