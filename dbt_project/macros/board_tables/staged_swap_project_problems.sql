{#- What the root project lacks for the tables of boards, for staged_swap. -#}
{% macro duckdb__staged_swap_project_problems(nodes) %}
    {{- return(monday.monday_project_problems(nodes, adapter.dispatch('snapshot_get_time', 'dbt'))) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_project_problems(nodes) %}
    {{- return(monday.monday_project_problems(nodes, adapter.dispatch('get_test_sql', 'dbt'))) -}}
{% endmacro %}

{#-
    Sentences. dbt asks the root project alone how a schema is named, and only its `dispatch` lets this
    package answer for what dbt calls itself: `redefined` is one of those macros.
-#}
{% macro monday_project_problems(nodes, redefined) %}
    {%- set problems = monday.default__staged_swap_project_problems(nodes) -%}
    {%- set boards = [] -%}
    {%- for node in nodes if (node.config.meta.get('swap_rows_from') or [none])[0] == 'raw_monday' -%}
        {%- do boards.append(node) -%}
    {%- endfor -%}
    {%- if boards and redefined.macro.package_name in ['dbt', 'dbt_' ~ target.type] -%}
        {%- do problems.append(
            "tests and histories of boards need macros of the package monday in place of dbt's own; write into dbt_project.yml"
            ~ " dispatch: [{macro_namespace: dbt, search_order: [" ~ project_name ~ ", monday, dbt]}]"
        ) -%}
    {%- endif -%}
    {%- for node in boards if node.config.schema and node.schema != node.config.schema -%}
        {%- do problems.append(
            "the board " ~ node.name ~ " belongs into the schema " ~ node.config.schema ~ ", and the project would build it in " ~ node.schema
            ~ "; write into macros/generate_schema_name.sql {" ~ "% macro generate_schema_name(custom_schema_name, node) %" ~ "}{"
            ~ "{ return(monday.generate_schema_name(custom_schema_name, node)) }" ~ "}{" ~ "% endmacro %" ~ "}"
        ) -%}
    {%- endfor -%}
    {{- return(problems) -}}
{% endmacro %}
