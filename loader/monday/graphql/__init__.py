"""The queries for the API, and the parsing of its answers."""
