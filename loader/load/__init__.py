"""One load of one board: decide what to read, carry it out, record it."""
