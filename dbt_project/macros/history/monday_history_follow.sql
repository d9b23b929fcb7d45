{#-
    A pre-hook of the generated snapshots. Makes the columns of an existing history follow those of the board's table
    before dbt compares them. A renamed column is renamed. A column whose type changed is converted if no value loses
    anything; otherwise it is kept aside as `<name> (<old type>)`, with a number from the second time on, and dbt adds a
    new column. dbt itself adds new columns; none is ever dropped. A column kept aside is marked in the catalog, so that
    a new column of the board with the same name never continues it.
-#}
{% macro monday_history_follow() %}
    {%- set kept = load_relation(this) if execute else none -%}
    {%- if kept is not none -%}
        {%- set wanted = monday.monday_history_columns() -%}
        {%- do monday.monday_history_clear(kept, wanted | list) -%}
        {%- do monday.monday_history_respell(kept, wanted | list) -%}
        {%- do monday.monday_history_rename_key(kept, model.config.meta.history_key, wanted) -%}
        {%- do monday.monday_history_rename(kept, model.config.meta.history_former) -%}
        {%- for column in adapter.get_columns_in_relation(kept) if column.name in wanted -%}
            {%- set data_type = monday.monday_history_type(wanted[column.name]) -%}
            {%- if data_type != monday.monday_history_type(column) -%}
                {%- do monday.monday_history_retype(kept, column, data_type, wanted) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do monday.monday_history_mark_asides(kept, wanted) -%}
    {%- endif -%}
{% endmacro %}

{#- Adopts a new spelling of a name. Otherwise dbt would add a second column, which the engine may consider the same. -#}
{% macro monday_history_respell(kept, wanted) %}
    {%- set there = adapter.get_columns_in_relation(kept) | map(attribute='name') | list -%}
    {%- for name in wanted if name not in there -%}
        {%- set alike = monday.monday_history_alike(kept, there | reject('in', wanted) | list, [name]) -%}
        {%- if alike -%}
            {%- do run_query(monday.monday_history_respell_sql(kept, alike[0], name)) -%}
        {%- endif -%}
    {%- endfor -%}
{% endmacro %}

{#- The key is the first column of every history; a board file keeps no former names for it. -#}
{% macro monday_history_rename_key(kept, key, wanted) %}
    {%- set there = adapter.get_columns_in_relation(kept) | map(attribute='name') | list -%}
    {%- if key not in there and there[0] not in wanted -%}
        {%- do run_query(monday.monday_history_rename_sql(kept, there[0], key)) -%}
    {%- endif -%}
{% endmacro %}

{#-
    `former`: {current name: [{current name: former name}, latest first]}; each entry renames a column together with its
    parts.
-#}
{% macro monday_history_rename(kept, former) %}
    {%- set columns = adapter.get_columns_in_relation(kept) -%}
    {%- set asides = monday.monday_history_asides(kept, columns) if former else [] -%}
    {%- set there = columns | map(attribute='name') | reject('in', asides) | list -%}
    {%- for name, ways in former.items() if name not in there -%}
        {%- for way in ways if way[name] in there -%}
            {%- if loop.first -%}
                {%- for now, before in way.items() if before in there and now not in there -%}
                    {%- do run_query(monday.monday_history_rename_sql(kept, before, now)) -%}
                {%- endfor -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{#- Changes the type of a history's column, or keeps the column aside under a free name. -#}
{% macro monday_history_retype(kept, column, wanted, columns) %}
    {%- set is_key = column.name == model.config.meta.history_key -%}
    {%- set lost = 1 -%}
    {%- if is_key or monday.monday_history_converts(monday.monday_history_type(column), wanted) -%}
        {%- set lost = run_query(monday.monday_history_lost_sql(kept, column, wanted)).rows[0][0] -%}
    {%- endif -%}
    {%- if not lost -%}
        {%- do run_query('alter table ' ~ monday.staged_swap_name(kept) ~ ' alter column ' ~ monday.column_name(column.name) ~ ' ' ~ monday.monday_history_set_type(wanted)) -%}
    {%- elif is_key -%}
        {%- do exceptions.raise_database_error(
            "The key " ~ monday.printable(column.name) ~ " of the history " ~ kept ~ " holds " ~ lost ~ " values that are no "
            ~ wanted ~ "; give item_id in the board file the type it had, or rename that table, then build again."
        ) -%}
    {%- else -%}
        {%- set aside = monday.monday_history_aside(kept, column.name, column, columns | list) -%}
        {%- do run_query(monday.monday_history_rename_sql(kept, column.name, aside)) -%}
    {%- endif -%}
{% endmacro %}

{#- The number of values of a column that a conversion there and back would change. -#}
{% macro monday_history_lost_sql(kept, column, wanted) %}
    {%- set name = monday.column_name(column.name) -%}
    {%- set back = "try_cast(try_cast(" ~ name ~ " as " ~ wanted ~ ") as " ~ monday.monday_history_type(column) ~ ")" -%}
    {{- return(
        "select count(*) as lost from " ~ monday.staged_swap_name(kept) ~ " where " ~ name ~ " is not null and (" ~ back ~ " is null or " ~ back ~ " <> " ~ name ~ ")"
    ) -}}
{% endmacro %}

{#- Whether both engines can convert one type to the other at all: between numbers, between days and times, and to text. -#}
{% macro monday_history_converts(old, new) %}
    {%- set kinds = [] -%}
    {%- for name in [old, new] -%}
        {%- set base = name | lower -%}
        {%- if 'char' in base -%}{%- do kinds.append('text') -%}
        {%- elif 'date' in base or 'timestamp' in base -%}{%- do kinds.append('day') -%}
        {%- elif 'int' in base or 'dec' in base or 'numeric' in base -%}{%- do kinds.append('number') -%}
        {%- else -%}{%- do kinds.append(base) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(kinds[0] == kinds[1] or kinds[1] == 'text') -}}
{% endmacro %}
