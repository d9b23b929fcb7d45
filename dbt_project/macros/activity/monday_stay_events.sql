{#-
    The points that monday_status_times orders, one union branch for each kind: `change`, a cell's change in the log;
    `begin` and `leave`, the item's arrival and departure in the log; `now`, the current cell; `birth`, the item's
    creation.
-#}
{% macro monday_stay_events(raw, log, columns) %}
    {%- set by_type = {} -%}
    {%- for column_id, name, type in columns -%}
        {%- do by_type.setdefault(type, []).append("'" ~ (column_id | replace("'", "''")) ~ "'") -%}
    {%- endfor -%}
    {%- set branches = [] -%}
    {%- for type, ids in by_type.items() -%}
        {%- do branches.append(monday.monday_stay_changes(log, type, ids)) -%}
        {%- do branches.append(monday.monday_stay_cells(raw, type, ids)) -%}
    {%- endfor -%}
    {%- do branches.append(monday.monday_stay_bounds(log, columns)) -%}
    {%- do branches.append(monday.monday_stay_births(raw, log, columns)) -%}
    {{- return(branches | join("\nunion all\n")) -}}
{% endmacro %}

{#-
    A branch of monday_stay_events. `facts` maps columns to SQL; columns without an entry are NULL. Ids and keys come
    from columns of different collations.
-#}
{% macro monday_stay_branch(kind, place, facts) %}
    {%- set types = {
        'item_id': 'bigint', 'column_id': 'nvarchar(255)', 'ticks': 'bigint', 'event_id': 'varchar(255)', 'event': 'nvarchar(255)',
        'to_key': 'nvarchar(max)', 'to_text': 'nvarchar(max)', 'from_key': 'nvarchar(max)', 'from_text': 'nvarchar(max)',
        'user_id': 'bigint', 'changed_ticks': 'bigint', 'loaded_ticks': 'bigint', 'labelled': 'int',
    } -%}
    {%- set values = ["cast(" ~ kind ~ " as " ~ monday.monday_sql_type('varchar(10)') ~ ") as kind", place ~ " as place"] -%}
    {%- for name, type in types.items() -%}
        {%- set value = "cast(" ~ facts.get(name, 'null') ~ " as " ~ monday.monday_sql_type(type) ~ ")" -%}
        {%- do values.append((monday.monday_exact(value) if name in ['column_id', 'event_id', 'to_key', 'from_key'] else value) ~ " as " ~ name) -%}
    {%- endfor -%}
    {{- return("select " ~ values | join(",\n    ")) -}}
{% endmacro %}

{#- The changes of cells of one type. -#}
{% macro monday_stay_changes(log, type, ids) %}
    {%- set facts = monday.monday_stay_facts(type) -%}
    {%- set column = "'__group__'" if type == 'group' else monday.monday_json_text('data', 'column_id') -%}
    {%- set found = monday.monday_stay_branch("'change'", 1, {
        'item_id': monday.monday_convert(monday.monday_event_item(), 'bigint').value, 'column_id': column,
        'ticks': 'ticks', 'event_id': 'event_id', 'event': 'event', 'user_id': monday.monday_convert('user_id', 'bigint').value,
        'to_key': facts.to_key, 'to_text': facts.to_text, 'from_key': facts.from_key, 'from_text': facts.from_text,
        'labelled': '1' if type == 'status' else '0',
    }) -%}
    {%- set which = "event = 'move_pulse_into_group'" if type == 'group' else
        "event = 'update_column_value' and " ~ column ~ " in (" ~ ids | join(', ') ~ ") and "
        ~ monday.monday_json_text('data', 'column_type') ~ " in (" ~ facts.types ~ ")" -%}
    {{- return(found ~ "\nfrom " ~ monday.monday_rows(log, conditions={}) ~ "\nwhere " ~ which) -}}
{% endmacro %}

{#- The current cells of one type. -#}
{% macro monday_stay_cells(raw, type, ids) %}
    {%- set facts = monday.monday_stay_facts(type) -%}
    {%- set changed = monday.monday_convert(monday.monday_json_text('value', 'changed_at'), 'datetime2(3)').value -%}
    {%- set found = monday.monday_stay_branch("'now'", 2, {
        'item_id': 'item_id', 'column_id': 'column_id', 'to_key': facts.now_key, 'to_text': facts.now_text,
        'changed_ticks': monday.monday_datetime_to_ticks(changed), 'loaded_ticks': monday.monday_datetime_to_ticks('loaded_at'),
        'labelled': '1' if type == 'status' else '0',
    }) -%}
    {{- return(found ~ "\nfrom " ~ monday.monday_rows(raw, conditions={}) ~ "\nwhere column_id in (" ~ ids | join(', ') ~ ")") -}}
{% endmacro %}

{#- Items that arrive and leave, for every column. A creation event has the values that the item was created with. -#}
{% macro monday_stay_bounds(log, columns) %}
    {%- set leave = "'archive_pulse', 'archive_group_pulse', 'delete_pulse', 'delete_group_pulse', 'move_pulse_from_board'" -%}
    {%- set begin = "'create_pulse', 'restore_pulse', 'move_pulse_into_board'" -%}
    {%- set born, texts = [], [] -%}
    {%- for column_id, name, type in columns -%}
        {%- set facts = monday.monday_stay_facts(type, column_id) -%}
        {%- set made = "when event = 'create_pulse' and tracked_id = '" ~ (column_id | replace("'", "''")) ~ "' then " -%}
        {%- if facts.born is not none -%}{%- do born.append(made ~ facts.born) -%}{%- endif -%}
        {%- if facts.born_text -%}{%- do texts.append(made ~ facts.born_text) -%}{%- endif -%}
    {%- endfor -%}
    {%- set found = monday.monday_stay_branch("case when event in (" ~ leave ~ ") then 'leave' else 'begin' end", 1, {
        'item_id': monday.monday_convert(monday.monday_event_item(), 'bigint').value, 'column_id': 'tracked_id',
        'ticks': 'ticks', 'event_id': 'event_id', 'event': 'event', 'user_id': monday.monday_convert('user_id', 'bigint').value,
        'to_key': "case " ~ born | join(' ') ~ " end" if born else 'null',
        'to_text': "case " ~ texts | join(' ') ~ " end" if texts else 'null', 'labelled': 'tracked_labelled',
    }) -%}
    {{- return(
        found ~ "\nfrom " ~ monday.monday_rows(log, conditions={}) ~ "\ncross join (" ~ monday.monday_stay_tracked(columns) ~ ") as tracked"
        ~ "\nwhere event in (" ~ leave ~ ", " ~ begin ~ ")"
    ) -}}
{% endmacro %}

{#- When each item was created: the creation date for items on the board, NULL for all others. -#}
{% macro monday_stay_births(raw, log, columns) %}
    {%- set tracked = "cross join (" ~ monday.monday_stay_tracked(columns) ~ ") as tracked" -%}
    {%- set created = monday.monday_datetime_to_ticks(monday.monday_convert("created.text", 'datetime2(0)').value) -%}
    {%- set present = monday.monday_stay_branch("'birth'", 0, {
        'item_id': 'items.item_id', 'column_id': 'tracked_id', 'ticks': created, 'labelled': 'tracked_labelled',
    }) -%}
    {%- set gone = monday.monday_stay_branch("'birth'", 0, {
        'item_id': 'met.item_id', 'column_id': 'tracked_id', 'labelled': 'tracked_labelled',
    }) -%}
    {%- set cells = "(select item_id, column_id, text from " ~ monday.monday_rows(raw, conditions={}) ~ " where column_id in ('name', '__created_at__'))" -%}
    {%- set query -%}
{{ present }}
from {{ cells }} as items
left join {{ cells }} as created on created.item_id = items.item_id and created.column_id = '__created_at__'
{{ tracked }}
where items.column_id = 'name'
union all
{{ gone }}
from (
    select distinct {{ monday.monday_convert(monday.monday_event_item(), 'bigint').value }} as item_id
    from {{ monday.monday_rows(log, conditions={}) }}
) as met
{{ tracked }}
where met.item_id is not null
  and not exists (select 1 from {{ cells }} as items where items.item_id = met.item_id and items.column_id = 'name')
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

{#- The followed columns as rows: tracked_id, and tracked_labelled, which is 1 for columns with labels. -#}
{% macro monday_stay_tracked(columns) %}
    {%- set rows = [] -%}
    {%- for column_id, name, type in columns -%}
        {%- do rows.append("select '" ~ (column_id | replace("'", "''")) ~ "' as tracked_id, " ~ (1 if type == 'status' else 0) ~ " as tracked_labelled") -%}
    {%- endfor -%}
    {{- return(rows | join(' union all ')) -}}
{% endmacro %}
