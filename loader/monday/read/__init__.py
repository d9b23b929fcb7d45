"""Reading a board whole, page by page, or only what changed."""
