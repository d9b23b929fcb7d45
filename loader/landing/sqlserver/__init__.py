"""Landing in SQL Server."""
