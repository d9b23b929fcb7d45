{#-
    Fills `result` for a build of the changed rows alone (see monday_source_counts). The last build has checked the
    content of all other rows, under the same model, so only their number is checked. A column that had lost no value
    before can have lost values in the changed rows alone; a column that had is counted anew over all rows.
-#}
{% macro monday_count_part(build, columns, result) %}
    {%- set lossy, others, ids = [], [], [] -%}
    {%- for column in columns -%}
        {%- if column.name in build.part.losses -%}
            {%- do lossy.append(column) -%}
            {%- do others.append(dict(column, loss=none)) -%}
            {%- do ids.append("'" ~ (column.id | replace("'", "''")) ~ "'") -%}
        {%- else -%}
            {%- do others.append(column) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set slots = monday.monday_loss_slots(others) -%}
    {%- set counted = monday.monday_counted_names(slots) -%}
    {%- set counts = monday.staged_swap_execute(monday.monday_rows_landed_sql(build, counted), fetch=true).rows[0] -%}
    {%- do result.update({'rows': counts[1] | int}) -%}
    {%- if counts[0] != build.part.rows -%}
        {%- do result.problems.append("rows of " ~ build.raw.identifier ~ ": expected the " ~ build.part.rows ~ " that the last load has left; found " ~ (counts[0] | int)) -%}
    {%- endif -%}
    {%- set of_changed = 'item_id in (select changed_key from ' ~ monday.staged_swap_keys(build) ~ ')' -%}
    {%- set held = monday.monday_count_cells(build, others, slots, monday.monday_values_named(counted, counts.values()[2:]), of_changed, result) -%}
    {%- if lossy -%}
        {%- set lossy = monday.monday_uncounted(lossy) -%}
        {%- do monday.monday_count_cells(build, lossy, monday.monday_loss_slots(lossy), {}, 'column_id in (' ~ ids | join(', ') ~ ')', result) -%}
    {%- endif -%}
    {%- if held.name and held.name == result.rows -%}
        {%- do result.problems.extend(monday.monday_unread(build, columns, held)) -%}
    {%- endif -%}
{% endmacro %}

{#-
    A query for one row: the number of rows and items in a raw table, and the number of values in the stage for each
    column of `names`.
-#}
{% macro monday_rows_landed_sql(build, names) %}
    {%- set landed = "select count(*) as landed_rows, count(case when column_id = 'name' then 1 end) as landed_items from " ~ monday.staged_swap_name(build.raw) -%}
    {%- if not names -%}
        {{- return(landed) -}}
    {%- endif -%}
    {{- return("select *\nfrom (" ~ landed ~ ") as landed\ncross join (" ~ monday.monday_values_sql(build, names) ~ ") as held") -}}
{% endmacro %}
