{#- Where the engine's JSON reader gives NULL for a string that is there but too long; none where it never does. -#}
{% macro monday_json_cut(source) %}
    {{- return(adapter.dispatch('monday_json_cut', 'monday')(source)) -}}
{% endmacro %}

{% macro default__monday_json_cut(source) %}
    {%- do monday.no_engine_macro('monday_json_cut') -%}
{% endmacro %}

{% macro duckdb__monday_json_cut(source) %}
    {{- return(none) -}}
{% endmacro %}

{% macro sqlserver__monday_json_cut(source) %}
    {#- json_value reads 4,000 characters, so a longer document whose part reads NULL is suspect. -#}
    {{- return("datalength(value) > 8000 and " ~ source ~ " is null" if 'json_value' in source else none) -}}
{% endmacro %}
