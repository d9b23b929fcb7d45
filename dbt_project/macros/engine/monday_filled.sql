{#- The text, or NULL if it is an empty string. -#}
{% macro monday_filled(text) %}
    {{- return(adapter.dispatch('monday_filled', 'monday')(text)) -}}
{% endmacro %}

{% macro default__monday_filled(text) %}
    {{- return("case when " ~ monday.monday_has_text(text) ~ " then " ~ text ~ " end") -}}
{% endmacro %}

{% macro duckdb__monday_filled(text) %}
    {{- return("nullif(" ~ text ~ ", '')") -}}
{% endmacro %}
