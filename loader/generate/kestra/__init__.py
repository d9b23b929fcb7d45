"""The Kestra flow of a board, and its settings."""
