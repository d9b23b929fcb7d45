{#- What is wrong with the model of a board, for staged_swap. -#}
{% macro duckdb__staged_swap_model_problems(node) %}
    {{- return(monday.monday_of_one_writing(node)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_model_problems(node) %}
    {{- return(monday.monday_of_one_writing(node)) -}}
{% endmacro %}

{#-
    Returns a sentence if the model's SQL and its YAML were not written together. The SQL casts the values, but the
    staging table, the counted losses and the checks follow the YAML: values would be cut without being counted. dbt
    reads every SQL file anew, but a YAML file only if its modification time differs from that in the partial parse. A
    hand-written model has neither `monday_sql` nor `monday_yaml` in its meta.
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
