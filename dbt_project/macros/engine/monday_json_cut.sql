{#-
    A condition: the engine's JSON reader may return NULL because the string is too long. Returns none if the reader
    never does.
-#}
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
    {#- json_value reads at most 4,000 characters, so NULL from a longer document is suspect. -#}
    {{- return("datalength(value) > 8000 and " ~ source ~ " is null" if 'json_value' in source else none) -}}
{% endmacro %}
