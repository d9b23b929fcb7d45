{#- What a raw table says of a board's rows, for staged_swap; of any other table, its rows. -#}
{% macro duckdb__staged_swap_source_counts(build, columns) %}
    {{- return(monday.monday_source_counts(build, columns)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_source_counts(build, columns) %}
    {{- return(monday.monday_source_counts(build, columns)) -}}
{% endmacro %}

{#-
    {rows, of, losses, problems} of the raw table: one pass over it. Each item has one row with column_id name.
    A column that changed its type on monday after the model was written is a problem: the model would read
    the new values as the old type, and find none.
-#}
{% macro monday_source_counts(build, columns) %}
    {%- if not monday.monday_makes_model() -%}
        {{- return(monday.default__staged_swap_source_counts(build, columns)) -}}
    {%- endif -%}
    {%- set slots = monday.monday_loss_slots(columns) -%}
    {%- set result = {'rows': 0, 'of': 'the items in ' ~ build.raw.schema ~ '.' ~ build.raw.identifier, 'losses': {}, 'problems': []} -%}
    {%- for row in monday.staged_swap_execute(monday.monday_source_counts_sql(build, slots), fetch=true).rows -%}
        {%- if row[0] == 'name' -%}
            {%- do result.update({'rows': row[1] | int}) -%}
        {%- endif -%}
        {%- for column in columns if column.id == row[0] and not (column.monday_type == row[2] == row[3]) -%}
            {%- do result.problems.append(monday.monday_retyped(build, column, row[2], row[3])) -%}
        {%- endfor -%}
        {%- for slot in slots -%}
            {%- set lost = row[4 + loop.index0] -%}
            {%- if row[0] in slot and lost -%}
                {%- do result.losses.update({slot[row[0]].name: lost | int}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(result) -}}
{% endmacro %}

{#- A sentence on a column that the model reads as a type which the raw table does not hold, or not alone. -#}
{% macro monday_retyped(build, column, first, last) %}
    {%- set held = first if first == last else first ~ " and " ~ last -%}
    {{- return(
        "column [" ~ monday.printable(column.name) ~ "]: expected values of monday's type " ~ monday.printable(column.monday_type) ~ ", which the model reads; "
        ~ build.raw.schema ~ "." ~ build.raw.identifier ~ " holds " ~ monday.printable(held) ~ "; run monday-board update " ~ build.raw.identifier
        ~ ", which writes the model anew, and build again"
    ) -}}
{% endmacro %}

{#- A query for rows, first and last type, and losses of each column id, which reads the raw table once. -#}
{% macro monday_source_counts_sql(build, slots) %}
    {%- set sums = [] -%}
    {%- for slot in slots -%}
        {%- set branches = [] -%}
        {%- for column in slot.values() -%}
            {%- do branches.append("when column_id = '" ~ (column.id | replace("'", "''")) ~ "' then case when " ~ column.loss ~ " then 1 else 0 end") -%}
        {%- endfor -%}
        {%- do sums.append(",\n    sum(case\n        " ~ branches | join("\n        ") ~ "\n        else 0 end)") -%}
    {%- endfor -%}
    {{- return(
        "select column_id, count(*), min(column_type), max(column_type)" ~ sums | join('') ~ "\nfrom " ~ monday.staged_swap_name(build.raw) ~ "\ngroup by column_id"
    ) -}}
{% endmacro %}

{#-
    Columns that can lose something, as [{column_id: column}]: a row of raw is looked at once a slot,
    and only columns that read the same cell (parts, aliases) need more than one.
-#}
{% macro monday_loss_slots(columns) %}
    {%- set slots = [] -%}
    {%- for column in columns if column.loss -%}
        {%- set free = [] -%}
        {%- for slot in slots if column.id not in slot -%}{%- do free.append(slot) -%}{%- endfor -%}
        {%- if free -%}
            {%- do free[0].update({column.id: column}) -%}
        {%- else -%}
            {%- do slots.append({column.id: column}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(slots) -}}
{% endmacro %}
