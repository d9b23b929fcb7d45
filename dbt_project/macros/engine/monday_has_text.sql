{#- True if the text is neither NULL nor empty. On SQL Server blanks compare equal to '', so the bytes are counted. -#}
{% macro monday_has_text(text) %}
    {{- return(adapter.dispatch('monday_has_text', 'monday')(text)) -}}
{% endmacro %}

{% macro default__monday_has_text(text) %}
    {%- do monday.no_engine_macro('monday_has_text') -%}
{% endmacro %}

{% macro duckdb__monday_has_text(text) %}
    {{- return(text ~ " <> ''") -}}
{% endmacro %}

{% macro sqlserver__monday_has_text(text) %}
    {{- return("datalength(" ~ text ~ ") > 0") -}}
{% endmacro %}
