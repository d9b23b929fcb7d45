{#- The name of a table's nth index: the same in every build, as index names belong to the table on SQL Server. -#}
{% macro staged_swap_index_name(relation, number) %}
    {{- return('IX_' ~ relation.identifier ~ '_' ~ number) -}}
{% endmacro %}
