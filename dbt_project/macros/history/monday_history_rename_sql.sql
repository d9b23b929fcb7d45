{#- A statement that renames a column of a table. -#}
{% macro monday_history_rename_sql(relation, old, new) %}
    {{- return(adapter.dispatch('monday_history_rename_sql', 'monday')(relation, old, new)) -}}
{% endmacro %}

{% macro default__monday_history_rename_sql(relation, old, new) %}
    {%- do monday.no_engine_macro('monday_history_rename_sql') -%}
{% endmacro %}

{% macro duckdb__monday_history_rename_sql(relation, old, new) %}
    {{- return('alter table ' ~ monday.staged_swap_name(relation) ~ ' rename column ' ~ monday.column_name(old) ~ ' to ' ~ monday.column_name(new)) -}}
{% endmacro %}

{% macro sqlserver__monday_history_rename_sql(relation, old, new) %}
    {#- sp_rename takes the old name quoted, the new one bare. -#}
    {%- set whole = monday.sqlserver__staged_swap_two_part(relation) ~ '.' ~ monday.column_name(old) -%}
    {{- return(
        get_use_database_sql(relation.database)
        ~ ' exec sys.sp_rename ' ~ monday.text_literal(whole) ~ ', ' ~ monday.text_literal(new) ~ ", N'COLUMN'"
    ) -}}
{% endmacro %}
