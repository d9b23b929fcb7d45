{#-
    dbt's own with a name for the table: with --empty a subquery stands in its place, and T-SQL wants
    one for that. dbt-sqlserver gives none, and its flag that would gives one where there is one already.
-#}
{% macro sqlserver__test_not_null(model, column_name) %}
select {{ '*' if should_store_failures() else column_name }}
from {{ monday.tested_rows(model, 'tested') }}
where {{ column_name }} is null
{% endmacro %}
