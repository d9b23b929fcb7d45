"""A board as values: what is known and decided about it, its file, its names and types."""
