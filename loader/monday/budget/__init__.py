"""Stay within monday's limits: how long to wait, when to retry."""
