{#- Babelfish: primary keys keep their names, so each build needs a different one. -#}
{% macro staged_swap_key_name(relation) %}
    {{- return('PK_' ~ relation.identifier ~ '_' ~ invocation_id[:8]) -}}
{% endmacro %}
