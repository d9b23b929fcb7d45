"""Output of the program: terminal, log lines, Kestra's markers."""
