{#- The conversion losses in a companion table of a board, for staged_swap. -#}
{% macro duckdb__staged_swap_losses(build) %}
    {{- return(monday.monday_losses_beside(build)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_losses(build) %}
    {{- return(monday.monday_losses_beside(build)) -}}
{% endmacro %}

{#-
    {name of a monday column: values lost}, for the columns in the model's meta. In a build of the changed rows alone,
    columns that had lost nothing before are counted in those rows alone.
-#}
{% macro monday_losses_beside(build) %}
    {%- set meta = build.node.config.meta -%}
    {%- set losses = {} -%}
    {%- if meta.monday_columns -%}
        {%- for row in monday.staged_swap_execute(monday.monday_losses_beside_sql(meta.monday_source, meta.monday_columns, build), fetch=true).rows if row[1] -%}
            {%- do losses.update({row[0]: row[1] | int}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(monday.monday_in_order(losses, (meta.monday_columns or []) | map(attribute=2))) -}}
{% endmacro %}

{#- A query for the losses of each column. `columns`: [[type, monday's id, name]]. -#}
{% macro monday_losses_beside_sql(raw, columns, build) %}
    {%- set rows = [] -%}
    {%- for type, column_id, name in columns -%}
        {%- set query = monday.monday_element_types()[type](column_id, name, source(raw[0], raw[1])) -%}
        {%- do rows.append(monday.staged_swap_of_changed(build, query) if build.part and name not in build.part.losses else query) -%}
    {%- endfor -%}
    {%- set counted = [] -%}
    {%- for query in rows -%}
        {%- do counted.append("select column_name, losses from (\n" ~ query ~ "\n) as rows_of_" ~ loop.index) -%}
    {%- endfor -%}
    {{- return("select column_name, sum(losses) as losses\nfrom (\n" ~ counted | join("\nunion all\n") ~ "\n) as found\ngroup by column_name") -}}
{% endmacro %}

{#- Each monday type that has a companion table of elements, and the macro that returns its rows. -#}
{% macro monday_element_types() %}
    {{- return({
        'board_relation': monday.monday_links_board_relation,
        'dependency': monday.monday_links_dependency,
        'doc': monday.monday_links_doc,
        'dropdown': monday.monday_links_dropdown,
        'file': monday.monday_links_file,
        'item_assignees': monday.monday_links_item_assignees,
        'mirror': monday.monday_links_mirror,
        'people': monday.monday_links_people,
        'subtasks': monday.monday_links_subtasks,
        'tags': monday.monday_links_tags,
        'time_tracking': monday.monday_time_entries,
    }) -}}
{% endmacro %}
