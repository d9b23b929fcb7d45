{#- What is wrong with a board's model itself, for staged_swap. -#}
{% macro duckdb__staged_swap_model_problems(node) %}
    {{- return(monday.monday_of_one_writing(node)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_model_problems(node) %}
    {{- return(monday.monday_of_one_writing(node)) -}}
{% endmacro %}

{#-
    A sentence where the model's SQL and its YAML were not written together. The SQL casts the values, and the staging
    table, the counted losses and the checks go by the YAML: values would be cut without anybody counting them. dbt reads
    each SQL file anew, and a YAML file only if its time of change is not the one that the partial parse has.
    A model that somebody wrote by hand names neither.
-#}
{% macro monday_of_one_writing(node) %}
    {%- set meta = node.config.meta or {} -%}
    {%- if meta.get('monday_sql') == meta.get('monday_yaml') -%}
        {{- return([]) -}}
    {%- endif -%}
    {%- set board = node.name.split('__')[0] -%}
    {{- return([
        "the SQL and the YAML of the model " ~ node.name ~ " were not written together, or dbt still has an older YAML in its partial parse;"
        ~ " run `monday-board update " ~ board ~ "`, then `dbt build --no-partial-parse -s " ~ (board if node.name == board else "tag:monday_" ~ board) ~ "`"
    ]) -}}
{% endmacro %}
