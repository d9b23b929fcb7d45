"""A report on all boards, as one page or as Markdown."""
