{#-
    `create table` with every type written out, key columns not null and a primary key named PK_<table>. `columns` is
    [{name, type}], `key` a list of names.
-#}
{% macro staged_swap_create_table_sql(relation, columns, key) %}
    {%- set not_null = [] -%}
    {%- for name in key -%}{%- do not_null.append(name | lower) -%}{%- endfor -%}
    {%- set lines, quoted = [], monday.column_names(columns | map(attribute='name')) -%}
    {%- for column in columns -%}
        {%- do lines.append(quoted[loop.index0] ~ ' ' ~ column.type ~ (' not null' if column.name | lower in not_null else ' null')) -%}
    {%- endfor -%}
    {%- if key -%}
        {%- do lines.append(monday.staged_swap_key_sql(relation, key)) -%}
    {%- endif -%}
    {{- return('create table ' ~ monday.staged_swap_name(relation) ~ ' (\n    ' ~ lines | join(',\n    ') ~ '\n)') -}}
{% endmacro %}

{#- The primary key's table constraint. -#}
{% macro staged_swap_key_sql(relation, key) %}
    {{- return(adapter.dispatch('staged_swap_key_sql', 'monday')(monday.staged_swap_key_name(relation), monday.column_names(key) | join(', '))) -}}
{% endmacro %}

{% macro default__staged_swap_key_sql(name, columns) %}
    {%- do monday.no_engine_macro('staged_swap_key_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_key_sql(name, columns) %}
    {{- return('constraint ' ~ monday.column_name(name) ~ ' primary key (' ~ columns ~ ')') -}}
{% endmacro %}

{% macro sqlserver__staged_swap_key_sql(name, columns) %}
    {#- In a columnstore table the columnstore is the clustered index. -#}
    {%- set kind = 'nonclustered' if monday.staged_swap_columnstore() else 'clustered' -%}
    {{- return('constraint ' ~ monday.column_name(name) ~ ' primary key ' ~ kind ~ ' (' ~ columns ~ ')') -}}
{% endmacro %}


{#- dbt-sqlserver's config as_columnstore; unlike there, the default is off. -#}
{% macro staged_swap_columnstore() %}
    {{- return(config.get('as_columnstore', false) is true) -}}
{% endmacro %}

{#- A relation's full name, each part quoted by column_name. -#}
{% macro staged_swap_name(relation) %}
    {{- return(monday.column_names([relation.database, relation.schema, relation.identifier] | select) | join('.')) -}}
{% endmacro %}
