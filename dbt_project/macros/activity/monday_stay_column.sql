{#-
    A condition that is true for the rows of <board>__status_times that belong to `column`: the column's name in the
    board's table, one of its aliases, or its monday id. It compares ids, which do not change with the title, and finds
    the id in dbt's graph, under the board whose <board>__status_times the model refers to. If the model refers to none
    or to several, only [Column] can be compared.
-#}
{% macro monday_stay_column(column) %}
    {%- set by_name = monday.column_name('Column') ~ " = " ~ monday.text_literal(column) -%}
    {%- set boards = [] -%}
    {%- set read = (model.depends_on or {}).get('nodes') or [] if execute and model is defined else [] -%}
    {%- for unique_id in read if unique_id.endswith('__status_times') -%}
        {%- set node = graph.nodes.get(unique_id) -%}
        {%- set board = graph.nodes.get(unique_id[:-('__status_times' | length)]) -%}
        {%- if node and board and (node.config.meta or {}).get('swap_shrink_of') -%}
            {%- do boards.append({'name': board.name, 'columns': board.columns.values(), 'followed': node.config.meta.swap_shrink_of}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if boards | length != 1 -%}
        {{- return(by_name) -}}
    {%- endif -%}
    {%- set place, followed = (boards[0].followed.items() | list)[0] -%}
    {%- set found, known = {}, [] -%}
    {%- for ident in followed -%}
        {%- do found.update({ident: ident}) -%}
    {%- endfor -%}
    {%- for one in boards[0].columns -%}
        {%- set meta = one.config.meta or one.meta or {} -%}
        {%- if meta.get('monday_id') in followed and not meta.get('part') -%}
            {%- do found.update({one.name: meta.monday_id}) -%}
            {%- do known.append("'" ~ monday.printable(one.name) ~ "' (id " ~ meta.monday_id ~ ")") -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if column not in found -%}
        {%- do exceptions.raise_compiler_error(
            "monday_time_in: " ~ boards[0].name ~ "__status_times follows no column '" ~ monday.printable(column) ~ "'; it follows "
            ~ known | join(', ') ~ ". Name one of them, or set `times: true` on the column in boards/" ~ boards[0].name
            ~ ".yml and run `monday-board update " ~ boards[0].name ~ "`."
        ) -%}
    {%- endif -%}
    {{- return(monday.column_name(place) ~ " = " ~ monday.text_literal(found[column])) -}}
{% endmacro %}
