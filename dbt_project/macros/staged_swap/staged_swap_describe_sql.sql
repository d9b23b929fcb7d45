{#- A query for the names and types of a query's columns; it does not run that query. -#}
{% macro staged_swap_describe_sql(query) %}
    {{- return(adapter.dispatch('staged_swap_describe_sql', 'monday')(query)) -}}
{% endmacro %}

{% macro default__staged_swap_describe_sql(query) %}
    {%- do monday.no_engine_macro('staged_swap_describe_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_describe_sql(query) %}
    {{- return("select column_name, column_type from (describe " ~ query ~ "\n)") -}}
{% endmacro %}

{% macro sqlserver__staged_swap_describe_sql(query) %}
    {#- For an invalid query the server returns no columns but a row with the error. THROW needs %% for %. -#}
    {%- set sql -%}
        declare @wrong nvarchar(2048) = (
            select top (1) replace(error_message, '%', '%%')
            from sys.dm_exec_describe_first_result_set({{ monday.text_literal(query) }}, null, 0)
            where error_number is not null
        );
        if @wrong is not null throw 50004, @wrong, 1;
        select name, system_type_name
        from sys.dm_exec_describe_first_result_set({{ monday.text_literal(query) }}, null, 0)
        where is_hidden = 0
        order by column_ordinal
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
