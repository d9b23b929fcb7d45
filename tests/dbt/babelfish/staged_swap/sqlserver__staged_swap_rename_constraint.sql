{#- Babelfish: sp_rename of a constraint is not supported; the key keeps the name it was made with. -#}
{% macro sqlserver__staged_swap_rename_constraint(constraint, name) %}
    {{- return('') -}}
{% endmacro %}
