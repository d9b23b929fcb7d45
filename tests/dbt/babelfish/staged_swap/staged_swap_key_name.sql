{#- Babelfish: keys keep their names, so each build needs another. -#}
{% macro staged_swap_key_name(relation) %}
    {{- return('PK_' ~ relation.identifier ~ '_' ~ invocation_id[:8]) -}}
{% endmacro %}
