{#-
    What a query reads from. With `--empty` dbt puts a subquery in a table's place, which takes an alias:
    dbt-duckdb gives it one, dbt-sqlserver leaves that to the query. What is read by the columns before it, or by `conditions`, gets
    the names that monday_named gave. `conditions`: {monday's id of a column: texts of its facts}; an empty one for what has none.
-#}
{% macro monday_rows(relation, conditions=none) %}
    {{- return(adapter.dispatch('monday_rows', 'monday')(relation, conditions)) -}}
{% endmacro %}

{% macro default__monday_rows(relation, conditions) %}
    {%- do monday.no_engine_macro('monday_rows') -%}
{% endmacro %}

{% macro duckdb__monday_rows(relation, conditions) %}
    {{- return(relation | string) -}}
{% endmacro %}

{#- Of cells that are not of these columns, no JSON is read. -#}
{% macro sqlserver__monday_rows(relation, conditions) %}
    {%- set columns = [] -%}
    {%- for bare, known in monday.sqlserver__monday_names(conditions is not none).items() -%}
        {%- set ids = [] -%}
        {%- for id in known.ids if conditions is none -%}{%- do ids.append("'" ~ (id | replace("'", "''")) ~ "'") -%}{%- endfor -%}
        {%- for id, text in (conditions or {}).items() if known.read in text -%}{%- do ids.append("'" ~ (id | replace("'", "''")) ~ "'") -%}{%- endfor -%}
        {%- if ids -%}
            {%- do columns.append(",\n        case when column_id in (" ~ ids | join(', ') ~ ") then " ~ bare ~ " end as " ~ known.read) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if not columns -%}
        {{- return(relation ~ ' as monday_rows') -}}
    {%- endif -%}
    {{- return("(\n    select raw_rows.*" ~ columns | join('') ~ "\n    from " ~ relation ~ " as raw_rows\n) as monday_rows") -}}
{% endmacro %}
