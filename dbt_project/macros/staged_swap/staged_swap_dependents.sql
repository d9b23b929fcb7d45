{#-
    Sentences about what would be broken by, or forbids, replacing a table; empty if there is nothing. What `drops`
    (meta swap_drops) lists may be dropped with the old table: the model's hooks create it anew.
-#}
{% macro staged_swap_dependents(relation, drops) %}
    {%- set problems = [] -%}
    {%- for row in monday.staged_swap_execute(monday.staged_swap_dependents_sql(relation), fetch=true, begin=false).rows if row[1] not in drops -%}
        {%- do problems.append(monday.printable(row[0]) ~ (
            "" if row[1] == '' else ", or list \"" ~ row[1] ~ "\" in meta swap_drops where a hook makes it anew"
        )) -%}
    {%- endfor -%}
    {{- return(problems) -}}
{% endmacro %}
