"""Staying within monday's limits: how long to wait, when to try again."""
