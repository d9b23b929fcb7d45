{#-
    What a generic test selects from, under a name. T-SQL wants one for the subquery that stands in a
    table's place with --empty; the subquery of a test's `where` has dbt's name already, and takes no second.
-#}
{% macro tested_rows(model, name) %}
    {{- return(('(select * from ' ~ model ~ ')' if config.get('where') else model) ~ ' as ' ~ name) -}}
{% endmacro %}
