{#-
    Runs SQL inside the open transaction, or opens one. Returns the resulting table, if any. `begin: false` opens none,
    which saves a single query two statements (begin and commit). All result columns need names: dbt prints a warning
    for each one that SQL Server returns without a name.
-#}
{% macro staged_swap_execute(sql, fetch=false, begin=true) %}
    {{- return(adapter.dispatch('staged_swap_execute', 'monday')(sql, fetch, begin)) -}}
{% endmacro %}

{% macro default__staged_swap_execute(sql, fetch, begin) %}
    {%- do monday.no_engine_macro('staged_swap_execute') -%}
{% endmacro %}

{% macro duckdb__staged_swap_execute(sql, fetch, begin) %}
    {%- set response, table = adapter.execute(sql, auto_begin=begin, fetch=fetch) -%}
    {{- return(table if fetch else none) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_execute(sql, fetch, begin) %}
    {#- Batches open and close their own transactions; if dbt opened one too, they would be nested. -#}
    {%- call statement('staged_swap', fetch_result=fetch, auto_begin=false) -%}
        {% if this is defined and this %}{{ get_use_database_sql(this.database) }}{% endif %}
        set nocount on;
        {{ sql }}
    {%- endcall -%}
    {{- return(load_result('staged_swap').table if fetch else none) -}}
{% endmacro %}

{% macro staged_swap_commit() %}
    {%- do adapter.dispatch('staged_swap_commit', 'monday')() -%}
{% endmacro %}

{% macro default__staged_swap_commit() %}
    {%- do monday.no_engine_macro('staged_swap_commit') -%}
{% endmacro %}

{% macro duckdb__staged_swap_commit() %}
    {%- do adapter.commit() -%}
{% endmacro %}

{% macro sqlserver__staged_swap_commit() %}
    {%- do adapter.commit_if_open() -%}
{% endmacro %}
