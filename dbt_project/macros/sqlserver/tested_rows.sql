{#-
    The rows that a generic test selects from, with an alias. T-SQL requires one for the subquery that takes a table's
    place with --empty; the subquery of a test's `where` has dbt's alias already and cannot take a second one.
-#}
{% macro tested_rows(model, name) %}
    {{- return(('(select * from ' ~ model ~ ')' if config.get('where') else model) ~ ' as ' ~ name) -}}
{% endmacro %}
