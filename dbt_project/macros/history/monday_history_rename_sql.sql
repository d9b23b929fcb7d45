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
    {#- sp_rename takes the old name quoted and the new one unquoted. -#}
    {%- set whole = monday.sqlserver__staged_swap_two_part(relation) ~ '.' ~ monday.column_name(old) -%}
    {{- return(
        get_use_database_sql(relation.database)
        ~ ' exec sys.sp_rename ' ~ monday.text_literal(whole) ~ ', ' ~ monday.text_literal(new) ~ ", N'COLUMN'"
    ) -}}
{% endmacro %}

{#- Statements that change the spelling of a column's name where the engine may consider the old and the new name equal. -#}
{% macro monday_history_respell_sql(relation, old, new) %}
    {{- return(adapter.dispatch('monday_history_respell_sql', 'monday')(relation, old, new)) -}}
{% endmacro %}

{% macro default__monday_history_respell_sql(relation, old, new) %}
    {%- do monday.no_engine_macro('monday_history_respell_sql') -%}
{% endmacro %}

{% macro duckdb__monday_history_respell_sql(relation, old, new) %}
    {{- return(monday.duckdb__monday_history_rename_sql(relation, old, new)) -}}
{% endmacro %}

{#-
    Takes two steps, because the new name is in use as long as the old one is. sp_rename reports failure by RAISERROR,
    which xact_abort ignores: hence TRY.
-#}
{% macro sqlserver__monday_history_respell_sql(relation, old, new) %}
    {%- set table = monday.sqlserver__staged_swap_two_part(relation) -%}
    {%- set between = 'monday_renaming_' ~ local_md5(old) -%}
    {%- set query -%}
{{ get_use_database_sql(relation.database) }}
set nocount on;
begin try
    begin transaction;
    exec sys.sp_rename {{ monday.text_literal(table ~ '.' ~ monday.column_name(old)) }}, {{ monday.text_literal(between) }}, N'COLUMN';
    exec sys.sp_rename {{ monday.text_literal(table ~ '.' ~ monday.column_name(between)) }}, {{ monday.text_literal(new) }}, N'COLUMN';
    commit transaction;
end try
begin catch
    if @@trancount > 0 rollback transaction;
    throw;
end catch;
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}
