{#- Babelfish lacks OPTION (LABEL). -#}
{% macro get_query_options(parse_options=False) %};{% endmacro %}
