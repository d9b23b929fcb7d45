{#- Babelfish: an index keeps its original name, unique in its schema, when its table is renamed. -#}
{% macro staged_swap_index_name(relation, number) %}
    {{- return('IX_' ~ relation.identifier ~ '_' ~ number ~ '_' ~ invocation_id[:8]) -}}
{% endmacro %}
