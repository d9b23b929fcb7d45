{#- The part of `alter column <name>` that changes the type. -#}
{% macro monday_history_set_type(data_type) %}
    {{- return(adapter.dispatch('monday_history_set_type', 'monday')(data_type)) -}}
{% endmacro %}

{% macro default__monday_history_set_type(data_type) %}
    {%- do monday.no_engine_macro('monday_history_set_type') -%}
{% endmacro %}

{% macro duckdb__monday_history_set_type(data_type) %}
    {{- return('type ' ~ data_type) -}}
{% endmacro %}

{% macro sqlserver__monday_history_set_type(data_type) %}
    {{- return(data_type) -}}
{% endmacro %}
