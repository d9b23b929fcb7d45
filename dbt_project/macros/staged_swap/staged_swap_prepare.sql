{#-
    The package's on-run-start hook. Stops a run if the root project lacks what the selected models need, and creates
    the table _builds, to which every build adds a row, before any model is built: threads that all found it missing
    would conflict.
-#}
{% macro staged_swap_prepare() %}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set databases = [] -%}
        {%- set nodes = [] -%}
        {%- for node in graph.nodes.values() -%}
            {%- if node.unique_id in selected_resources and node.config.materialized == 'staged_swap' -%}
                {%- do nodes.append(node) -%}
                {%- do databases.append(node.database) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set problems = monday.staged_swap_project_problems(nodes) if nodes else [] -%}
        {%- if problems -%}
            {%- do exceptions.raise_compiler_error("nothing was built: " ~ problems | join("; and ")) -%}
        {%- endif -%}
        {%- for database in databases | unique if monday.staged_swap_keeps_builds(database) -%}
            {%- do monday.staged_swap_execute(monday.staged_swap_builds_table_sql(monday.staged_swap_builds(database))) -%}
            {%- do monday.staged_swap_complete_builds(monday.staged_swap_builds(database)) -%}
            {%- do monday.staged_swap_commit() -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
