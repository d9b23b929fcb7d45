{#- Babelfish cannot rename a constraint by sp_rename; the key keeps its original name. -#}
{% macro sqlserver__staged_swap_rename_constraint(constraint, name) %}
    {{- return('') -}}
{% endmacro %}
