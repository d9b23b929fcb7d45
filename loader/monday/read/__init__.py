"""Read a board in full, page by page, or only what changed."""
