{#-
    Frees the names that the board's columns need, before the history's columns follow the board's. Renames again a
    column that was kept aside and whose name a new column of the board now has, and a column of the board that has the
    name of the mark of monday's past.
-#}
{% macro monday_history_clear(kept, wanted) %}
    {%- set columns = adapter.get_columns_in_relation(kept) -%}
    {%- set asides = monday.monday_history_asides(kept, columns) -%}
    {%- set in_the_way = monday.monday_history_alike(kept, asides, wanted) if asides else [] -%}
    {%- for column in columns if column.name in in_the_way -%}
        {%- set ending = ' (' ~ monday.monday_history_type(column) ~ ')' -%}
        {%- set aside = monday.monday_history_aside(kept, column.name.rsplit(ending, 1)[0], column, wanted) -%}
        {%- do run_query(monday.monday_history_rename_sql(kept, column.name, aside)) -%}
        {%- do exceptions.warn(
            this.identifier ~ ": the board has a new column " ~ monday.printable(column.name) ~ ". What the history kept aside under this name is "
            ~ monday.printable(aside) ~ " from now on."
        ) -%}
    {%- endfor -%}
    {%- set marks = monday.monday_history_alike(kept, columns | map(attribute='name') | list, ['monday_snapshot']) -%}
    {%- for column in columns if column.name in marks and not monday.monday_history_is_mark(kept, column) -%}
        {%- set own = model.config.meta.get('history_snapshot') -%}
        {%- if not own or own in (columns | map(attribute='name')) -%}
            {%- set own = monday.monday_history_aside(kept, column.name, column, wanted) -%}
        {%- endif -%}
        {%- do run_query(monday.monday_history_rename_sql(kept, column.name, own)) -%}
    {%- endfor -%}
{% endmacro %}

{#-
    Whether the column monday_snapshot is the product's own: every version with a value in it is closed, and the value
    names the length of its period.
-#}
{% macro monday_history_is_mark(kept, column) %}
    {%- if not column.is_string() -%}
        {{- return(false) -}}
    {%- endif -%}
    {%- set name = monday.column_name(column.name) -%}
    {%- set others = run_query(
        "select count(*) as others from " ~ monday.staged_swap_name(kept) ~ " where " ~ name ~ " is not null and (dbt_valid_to is null or "
        ~ name ~ " not in ('month', 'week', 'day'))"
    ).rows[0][0] -%}
    {{- return(not others) -}}
{% endmacro %}

{#- `Qty (decimal(18,2))`, with a number if that name is taken. The name is cut at 45 characters, since an emoji counts twice. -#}
{% macro monday_history_aside(kept, name, column, wanted) %}
    {%- set there = adapter.get_columns_in_relation(kept) | map(attribute='name') | list -%}
    {%- set taken = (there + wanted) | map('upper') | list -%}
    {%- set aside = name[:45] ~ ' (' ~ monday.monday_history_type(column) ~ ')' -%}
    {%- set names = [aside] -%}
    {%- for number in range(2, taken | length + 2) -%}{%- do names.append(aside ~ ' ' ~ number) -%}{%- endfor -%}
    {%- for name in names if name | upper not in taken -%}
        {%- if loop.first -%}{{- return(name) -}}{%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#-
    Those `columns` that are marked as kept aside. The catalog is queried only if a name has the form that
    monday_history_aside gives.
-#}
{% macro monday_history_asides(kept, columns) %}
    {%- set called_so = monday.monday_history_called_aside(columns) -%}
    {%- set marked = run_query(monday.monday_history_marked_sql(kept)).columns[0].values() | list if called_so else [] -%}
    {{- return(called_so | select('in', marked) | list) -}}
{% endmacro %}

{% macro monday_history_called_aside(columns) %}
    {%- set found = [] -%}
    {%- for column in columns -%}
        {%- if ' (' ~ monday.monday_history_type(column) ~ ')' in column.name -%}{%- do found.append(column.name) -%}{%- endif -%}
    {%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

{#-
    Marks the columns kept aside. A column that has left the board and has a name of that form is marked too, since the
    two cannot be told apart.
-#}
{% macro monday_history_mark_asides(kept, wanted) %}
    {%- set columns = adapter.get_columns_in_relation(kept) -%}
    {%- set left = monday.monday_history_called_aside(columns) | reject('in', wanted) | list -%}
    {%- set marked = monday.monday_history_asides(kept, columns) if left else [] -%}
    {%- for name in left if name not in marked -%}
        {%- do run_query(monday.monday_history_mark_sql(kept, name)) -%}
    {%- endfor -%}
{% endmacro %}
