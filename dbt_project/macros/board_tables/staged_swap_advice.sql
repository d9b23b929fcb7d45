{#- What monday-board's users do about a refusal of staged_swap. -#}
{% macro duckdb__staged_swap_advice(about) %}
    {{- return(monday_advice(about)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_advice(about) %}
    {{- return(monday_advice(about)) -}}
{% endmacro %}

{% macro monday_advice(about) %}
    {{- return({
        'take_over': ' (monday-board deploy --take-over)',
        'history': ' (history: true in the board file keeps one)',
        'columns': ' (monday-board review rejects columns; data_type in the board file gives one another type)',
    }[about]) -}}
{% endmacro %}
