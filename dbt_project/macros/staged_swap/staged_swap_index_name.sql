{#- The name of a table's nth index. It is the same in every build, because on SQL Server index names are local to the table. -#}
{% macro staged_swap_index_name(relation, number) %}
    {{- return('IX_' ~ relation.identifier ~ '_' ~ number) -}}
{% endmacro %}
