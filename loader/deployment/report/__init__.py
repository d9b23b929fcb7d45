"""A report on all boards, as one HTML page or as Markdown."""
