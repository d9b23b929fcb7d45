{#- Sentences on what would be broken by, or forbids, replacing a table: empty when nothing does. -#}
{% macro staged_swap_dependents(relation) %}
    {%- set problems = [] -%}
    {%- for row in staged_swap_execute(staged_swap_dependents_sql(relation), fetch=true).rows -%}
        {%- do problems.append(printable(row[0])) -%}
    {%- endfor -%}
    {%- do staged_swap_commit() -%}
    {{- return(problems) -}}
{% endmacro %}
