"""What comes with the commands: the dbt package of the macros, and an own project's files."""
