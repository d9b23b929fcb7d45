{#-
    What a query reads from. With `--empty` dbt puts a subquery in a table's place, which takes an alias:
    dbt-duckdb gives it one, dbt-sqlserver leaves that to the query.
-#}
{% macro monday_rows(relation) %}
    {{- return(adapter.dispatch('monday_rows', 'monday')(relation)) -}}
{% endmacro %}

{% macro default__monday_rows(relation) %}
    {%- do monday.no_engine_macro('monday_rows') -%}
{% endmacro %}

{% macro duckdb__monday_rows(relation) %}
    {{- return(relation | string) -}}
{% endmacro %}

{% macro sqlserver__monday_rows(relation) %}
    {{- return(relation ~ ' as monday_rows') -}}
{% endmacro %}
