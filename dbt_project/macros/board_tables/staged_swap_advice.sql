{#- What users of monday-board can do when staged_swap refuses a build. -#}
{% macro duckdb__staged_swap_advice(about, name="") %}
    {{- return(monday.monday_advice(about, name)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_advice(about, name="") %}
    {{- return(monday.monday_advice(about, name)) -}}
{% endmacro %}

{% macro monday_advice(about, name) %}
    {{- return('' if not monday.monday_makes_model() else {
        'take_over': ' (monday-board deploy --take-over)',
        'rows': ' (swap: {exchange: rows} in the board file)',
        'history': ' (history: true in the board file keeps one)',
        'columns': ' (monday-board review rejects columns; data_type in the board file gives one another type)',
        'unloaded': '; run monday-load ' ~ name.split('__')[0],
    }[about]) -}}
{% endmacro %}
