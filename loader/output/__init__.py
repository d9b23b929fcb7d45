"""What leaves the program: terminal, log lines, Kestra's markers."""
