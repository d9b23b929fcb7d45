{#-
    The end of a CATCH block: releases the build's lock and raises the server's error, with advice if a table is wider
    than SQL Server allows. 511: a row over 8,060 bytes. 1701, 1702: too many columns, of which the error names one.
    THROW needs %% for %.
-#}
{% macro sqlserver__staged_swap_throw_sql(build) %}
    {{ monday.sqlserver__staged_swap_unlock_sql(build) }}
    if error_number() in (511, 1701, 1702)
    begin
        declare @told nvarchar(2048) = replace(case error_number() when 511 then {{ monday.text_literal(monday.sqlserver__staged_swap_too_long()) }} else {{ monday.text_literal(monday.sqlserver__staged_swap_too_wide()) }} end + N' SQL Server says: ' + error_message(), '%', '%%');
        throw 50005, @told, 1;
    end;
    throw;
{%- endmacro %}

{% macro sqlserver__staged_swap_too_long() %}
    {{- return(
        'staged_swap: a row is longer than the 8,060 bytes that a row of a table can have. A filled text takes up to 24 of them, wherever the rest'
        ~ ' of it is kept: take columns out of the model, or give those with short texts a type such as varchar(10)' ~ monday.staged_swap_advice('columns') ~ '.'
    ) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_too_wide() %}
    {{- return('staged_swap: a table has at most 1,024 columns; take columns out of the model' ~ monday.staged_swap_advice('columns') ~ '.') -}}
{% endmacro %}

{#- Sentences about a number of columns that no table of the engine can have. -#}
{% macro staged_swap_width_problems(columns) %}
    {{- return(adapter.dispatch('staged_swap_width_problems', 'monday')(columns)) -}}
{% endmacro %}

{% macro default__staged_swap_width_problems(columns) %}
    {{- return([]) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_width_problems(columns) %}
    {%- if columns | length > 1024 -%}
        {{- return([
            "the model has " ~ columns | length ~ " columns and a table of SQL Server at most 1,024; take columns out of the model" ~ monday.staged_swap_advice('columns')
        ]) -}}
    {%- endif -%}
    {{- return([]) -}}
{% endmacro %}
