{#- A string as a literal: `N'...'` on SQL Server, so that no character passes through a code page. -#}
{% macro text_literal(text) %}
    {{- return(adapter.dispatch('text_literal', 'monday')(text | string | replace("'", "''"))) -}}
{% endmacro %}

{% macro default__text_literal(escaped) %}
    {%- do monday.no_engine_macro('text_literal') -%}
{% endmacro %}

{% macro duckdb__text_literal(escaped) %}
    {{- return("'" ~ escaped ~ "'") -}}
{% endmacro %}

{% macro sqlserver__text_literal(escaped) %}
    {{- return("N'" ~ escaped ~ "'") -}}
{% endmacro %}
