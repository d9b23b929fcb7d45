{#-
    An on-run-start hook: makes the table _builds, in which every build leaves a row, before any
    model of the run is built. Threads that all found it missing would get in each other's way.
-#}
{% macro staged_swap_prepare() %}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set databases = [] -%}
        {%- for node in graph.nodes.values() -%}
            {%- if node.unique_id in selected_resources and node.config.materialized == 'staged_swap' and node.database not in databases -%}
                {%- do databases.append(node.database) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- for database in databases if staged_swap_keeps_builds(database) -%}
            {%- do staged_swap_execute(staged_swap_builds_table_sql(staged_swap_builds(database))) -%}
            {%- do staged_swap_commit() -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}
