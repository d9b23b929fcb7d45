"""A board as values: facts and decisions, its board file, its names and types."""
