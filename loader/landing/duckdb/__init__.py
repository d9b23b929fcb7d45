"""Landing in a DuckDB file."""
