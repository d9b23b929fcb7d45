{#-
    The `from` clause's table. With `--empty` dbt replaces a table by a subquery, which needs an alias: dbt-duckdb adds
    one, dbt-sqlserver leaves that to the query. Also defines the names from monday_named that the columns rendered
    before it read, or that `conditions` read: {monday's id of a column: the texts of its facts}, {} for a query that
    reads none.
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

{#- Restricts each name to the columns that read it, so that no JSON of other cells is parsed. -#}
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
