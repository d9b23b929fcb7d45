"""What is installed with the commands: the dbt package of macros, and templates for projects."""
