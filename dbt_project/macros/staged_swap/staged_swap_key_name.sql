{#- The name of a table's primary key. -#}
{% macro staged_swap_key_name(relation) %}
    {{- return('PK_' ~ relation.identifier) -}}
{% endmacro %}
