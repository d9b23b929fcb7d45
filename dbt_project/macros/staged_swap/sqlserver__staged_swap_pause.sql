{#- Waits @pause seconds. -#}
{% macro sqlserver__staged_swap_pause() %}
    {{- return("declare @delay char(8) = convert(char(8), dateadd(second, @pause, 0), 108); waitfor delay @delay;") -}}
{% endmacro %}
