{#- Records builds in the schema of the loads, where `monday-board status` reads them. -#}
{% macro duckdb__staged_swap_builds_schema() %}
    {{- return('raw_monday') -}}
{% endmacro %}

{% macro sqlserver__staged_swap_builds_schema() %}
    {{- return('raw_monday') -}}
{% endmacro %}
