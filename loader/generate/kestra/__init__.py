"""The Kestra flow of a board and the settings it takes."""
