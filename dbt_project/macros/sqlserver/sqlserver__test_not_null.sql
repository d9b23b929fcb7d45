{#-
    dbt's test with an alias for the table: with --empty a subquery takes its place, and T-SQL requires an alias for it.
    dbt-sqlserver adds none, and its flag for that adds one even where there is one already.
-#}
{% macro sqlserver__test_not_null(model, column_name) %}
select {{ '*' if should_store_failures() else column_name }}
from {{ monday.tested_rows(model, 'tested') }}
where {{ column_name }} is null
{% endmacro %}
