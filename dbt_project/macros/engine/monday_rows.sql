{#-
    What a query reads from. With `--empty` dbt puts a subquery in a table's place, which takes an alias:
    dbt-duckdb gives it one, dbt-sqlserver leaves that to the query. With `named`, what the columns before it are read by has
    the names that monday_named gave.
-#}
{% macro monday_rows(relation, named=true) %}
    {{- return(adapter.dispatch('monday_rows', 'monday')(relation, named)) -}}
{% endmacro %}

{% macro default__monday_rows(relation, named) %}
    {%- do monday.no_engine_macro('monday_rows') -%}
{% endmacro %}

{% macro duckdb__monday_rows(relation, named) %}
    {{- return(relation | string) -}}
{% endmacro %}

{% macro sqlserver__monday_rows(relation, named) %}
    {%- set names = (model.get('monday_named') or {}) if named and model is mapping else {} -%}
    {%- set columns = [] -%}
    {%- for bare, name in names.items() -%}
        {%- do columns.append(",\n        case when " ~ monday.sqlserver__monday_read_by(name) ~ " then " ~ bare ~ " end as " ~ name.name) -%}
    {%- endfor -%}
    {%- if not columns -%}
        {{- return(relation ~ ' as monday_rows') -}}
    {%- endif -%}
    {{- return("(\n    select raw_rows.*" ~ columns | join('') ~ "\n    from " ~ relation ~ " as raw_rows\n) as monday_rows") -}}
{% endmacro %}
