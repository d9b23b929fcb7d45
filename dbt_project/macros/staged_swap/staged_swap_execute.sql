{#- Runs SQL inside the transaction that is open, or one of its own. Returns the table it gave, if any. -#}
{% macro staged_swap_execute(sql, fetch=false) %}
    {{- return(adapter.dispatch('staged_swap_execute', 'monday')(sql, fetch)) -}}
{% endmacro %}

{% macro default__staged_swap_execute(sql, fetch) %}
    {%- do monday.no_engine_macro('staged_swap_execute') -%}
{% endmacro %}

{% macro duckdb__staged_swap_execute(sql, fetch) %}
    {%- call statement('staged_swap', fetch_result=fetch, auto_begin=true) -%}
        {{ sql }}
    {%- endcall -%}
    {{- return(load_result('staged_swap').table if fetch else none) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_execute(sql, fetch) %}
    {#- Batches open and close their own transactions; dbt opening one too would nest them. -#}
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
