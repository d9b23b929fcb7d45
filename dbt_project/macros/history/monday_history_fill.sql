{#-
    A post-hook of the snapshots of boards with `history: {since: monday}`. Adds to the history, once, the versions from
    monday's past, which monday-load has landed next to the raw table. They end where the history began, so that what
    builds have seen stays unchanged, and the column monday_snapshot marks them.
-#}
{% macro monday_history_fill() %}
    {%- set past = model.config.meta.history_past -%}
    {%- set raw = load_relation(api.Relation.create(database=this.database, schema='raw_monday', identifier=past.raw)) if execute else none -%}
    {%- if raw is not none -%}
        {%- set there = adapter.get_columns_in_relation(this) | map(attribute='name') | list -%}
        {%- if 'monday_snapshot' not in there -%}
            {%- do run_query('alter table ' ~ monday.staged_swap_name(this) ~ ' add monday_snapshot ' ~ monday.monday_sql_type('nvarchar(10)')) -%}
        {%- endif -%}
        {%- set filled = run_query('select count(*) as filled from ' ~ monday.staged_swap_name(this) ~ ' where monday_snapshot is not null').rows[0][0] -%}
        {%- if not filled -%}
            {%- do monday.monday_history_tell_losses(raw, past) -%}
            {%- do run_query(monday.monday_history_fill_sql(raw, past)) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{#-
    Warns of values from the past that today's types cannot hold; if there are more than the board's max_losses, the
    snapshot fails before it takes any.
-#}
{% macro monday_history_tell_losses(raw, past) %}
    {%- set names = monday.monday_history_lost(past).keys() | list -%}
    {%- set counts = run_query(monday.monday_history_losses_sql(raw, past)).rows[0] if names else [] -%}
    {%- set told, lost = [], counts | reject('none') | map('int') | sum -%}
    {%- for name in names -%}
        {%- if counts[loop.index0] -%}{%- do told.append(monday.printable(name) ~ " " ~ counts[loop.index0]) -%}{%- endif -%}
    {%- endfor -%}
    {%- set what = this.identifier ~ ": " ~ lost ~ " conversion losses in monday's past: " ~ told | join(', ') -%}
    {%- if past.max_losses is not none and lost > past.max_losses -%}
        {%- do exceptions.raise_compiler_error(
            what ~ "; expected at most " ~ past.max_losses ~ " (swap: max_losses in the board file). Nothing of the past was taken in."
        ) -%}
    {%- elif lost -%}
        {%- do exceptions.warn(what) -%}
    {%- endif -%}
{% endmacro %}

{#- {column: condition on a row of the past} for the columns that can lose values. -#}
{% macro monday_history_lost(past) %}
    {%- set found = {} -%}
    {%- for name, type, column_id, data_type, part in past.columns -%}
        {%- set loss = monday.monday_types()[type](column_id, data_type=data_type, part=part, get='loss') -%}
        {%- if loss -%}{%- do found.update({name: "column_id = '" ~ (column_id | replace("'", "''")) ~ "' and (" ~ loss ~ ")"}) -%}{%- endif -%}
    {%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

{#- A query for one row: the losses of each of these columns, in their order. -#}
{% macro monday_history_losses_sql(raw, past) %}
    {%- set counts = [] -%}
    {%- for condition in monday.monday_history_lost(past).values() -%}
        {%- do counts.append("sum(case when " ~ condition ~ " then 1 else 0 end) as lost_" ~ loop.index) -%}
    {%- endfor -%}
    {{- return("select\n    " ~ counts | join(",\n    ") ~ "\nfrom " ~ monday.monday_rows(raw, conditions={})) -}}
{% endmacro %}

{#-
    The insert statement. `past`: {every, key_type, max_losses, columns: [[name, type, monday's id, SQL type, part]]}.
    The board's columns are named c0, c1, ... in it, so that no name of the board's meets one of the statement's own.
-#}
{% macro monday_history_fill_sql(raw, past) %}
    {%- set names = [monday.column_name(model.config.meta.history_key)] -%}
    {%- set values = [monday.monday_text('__item__', past.key_type) ~ ' as c0'] -%}
    {%- for name, type, column_id, data_type, part in past.columns -%}
        {%- do names.append(monday.column_name(name)) -%}
        {#-
            A column that monday does not track has no row, so its value is unknown: not an empty cell, for which some
            types have a value.
        -#}
        {%- set is_told = "max(case when column_id = '" ~ (column_id | replace("'", "''")) ~ "' then 1 end) = 1" -%}
        {%- set value = monday.monday_types()[type](column_id, data_type=data_type, part=part) -%}
        {%- do values.append('case when ' ~ is_told ~ ' then ' ~ value ~ ' end as c' ~ loop.index) -%}
    {%- endfor -%}
    {%- do values.append(monday.monday_text('__from__', 'datetime2(6)') ~ ' as seen_from') -%}
    {%- do values.append(monday.monday_text('__to__', 'datetime2(6)') ~ ' as seen_to') -%}
    {%- set query -%}
insert into {{ monday.staged_swap_name(this) }} ({{ names | join(', ') }}, dbt_scd_id, dbt_updated_at, dbt_valid_from, dbt_valid_to, monday_snapshot)
select
    {% for _ in names %}past.c{{ loop.index0 }}, {% endfor %}
    {{ snapshot_hash_arguments(['past.c0', 'past.seen_from']) }},
    past.seen_from,
    past.seen_from,
    case when past.seen_to < history.began then past.seen_to else history.began end,
    {{ monday.text_literal(past.every) }}
from (
    select
        {{ values | join(',\n        ') }}
    from {{ monday.monday_rows(raw, conditions={}) }}
    group by item_id
) as past
cross join (select min(dbt_valid_from) as began from {{ monday.staged_swap_name(this) }}) as history
where past.seen_from < history.began
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}
