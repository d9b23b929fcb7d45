{#-
    A query for the events of a board: one row for each row of `raw`, in which monday-load keeps monday's activity log.
    from_... and to_... hold the value before and after, as JSON and as the text that people see, where the event has
    them. An event type that monday adds later keeps its `data`, and any field that has the same name as in other
    events.
-#}
{% macro monday_activity(raw) %}
    {{- return(adapter.dispatch('monday_activity', 'monday')(raw)) -}}
{% endmacro %}

{% macro default__monday_activity(raw) %}
    {%- set query -%}
select
    event_id,
    ticks,
    {{ monday.monday_ticks_to_datetime('ticks') }} as happened_at,
    {{ monday.monday_log_values(monday.monday_activity_facts()) }},
    data
from {{ monday.monday_rows(raw, conditions={}) }}
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}

{#- The facts of an event besides its id and time: {name: {text, data_type}}; `text` is SQL over a row of the log. -#}
{% macro monday_activity_facts() %}
    {%- set group_move = "event like 'move_pulse_%_group'" -%}
    {%- set board_move = "event like 'move_pulse_%_board'" -%}
    {{- return({
        'event_name': {'text': 'event', 'data_type': 'nvarchar(255)'},
        'user_id': {'text': 'user_id', 'data_type': 'bigint'},
        'entity': {'text': 'entity', 'data_type': 'nvarchar(255)'},
        'item_id': {'text': monday.monday_event_item(), 'data_type': 'bigint'},
        'item_name': {'text': "coalesce(" ~ monday.monday_json_text('data', 'pulse_name') ~ ", " ~ monday.monday_json_text('data', 'pulse.name') ~ ", " ~ monday.monday_json_text('data', 'item_name') ~ ")", 'data_type': 'nvarchar(max)'},
        'column_id': {'text': monday.monday_json_text('data', 'column_id'), 'data_type': 'nvarchar(255)'},
        'column_title': {'text': monday.monday_json_text('data', 'column_title'), 'data_type': 'nvarchar(max)'},
        'group_id': {'text': monday.monday_json_text('data', 'group_id'), 'data_type': 'nvarchar(255)'},
        'from_text': {'text': "case when " ~ group_move ~ " then " ~ monday.monday_json_text('data', 'source_group.title')
            ~ " when " ~ board_move ~ " then " ~ monday.monday_json_text('data', 'source_board.name')
            ~ " else " ~ monday.monday_event_text('previous_value', 'previous_textual_value') ~ " end", 'data_type': 'nvarchar(max)'},
        'to_text': {'text': "case when " ~ group_move ~ " then " ~ monday.monday_json_text('data', 'dest_group.title')
            ~ " when " ~ board_move ~ " then " ~ monday.monday_json_text('data', 'dest_board.name')
            ~ " else " ~ monday.monday_event_text('value', 'textual_value') ~ " end", 'data_type': 'nvarchar(max)'},
        'from_json': {'text': "case when " ~ group_move ~ " then " ~ monday.monday_json_part('data', 'source_group')
            ~ " when " ~ board_move ~ " then " ~ monday.monday_json_part('data', 'source_board')
            ~ " else " ~ monday.monday_json_part('data', 'previous_value') ~ " end", 'data_type': 'nvarchar(max)'},
        'to_json': {'text': "case when " ~ group_move ~ " then " ~ monday.monday_json_part('data', 'dest_group')
            ~ " when " ~ board_move ~ " then " ~ monday.monday_json_part('data', 'dest_board')
            ~ " else " ~ monday.monday_json_part('data', 'value') ~ " end", 'data_type': 'nvarchar(max)'},
    }) -}}
{% endmacro %}

{#- The item id of an event, as text. Events hold it in one of three places. -#}
{% macro monday_event_item() %}
    {{- return("coalesce(" ~ monday.monday_json_text('data', 'pulse_id') ~ ", " ~ monday.monday_json_text('data', 'pulse.id') ~ ", " ~ monday.monday_json_text('data', 'item_id') ~ ")") -}}
{% endmacro %}

{#- The text of a value in an event. monday gives it in the field `beside` where the value itself does not hold it. -#}
{% macro monday_event_text(value, beside) %}
    {%- set day = monday.monday_json_text('data', value ~ '.date') -%}
    {%- set first = monday.monday_json_text('data', value ~ '.from') -%}
    {%- set texts = [
        monday.monday_json_text('data', beside),
        monday.monday_json_text('data', value ~ '.label.text'),
        monday.monday_json_text('data', value ~ '.name'),
        monday.monday_json_text('data', value ~ '.text'),
        monday.monday_json_text('data', value ~ '.value'),
        monday.monday_concat([day, "' '", monday.monday_json_text('data', value ~ '.time')]),
        day,
        monday.monday_concat([first, "' - '", monday.monday_json_text('data', value ~ '.to')]),
        monday.monday_json_text('data', value),
    ] -%}
    {{- return("coalesce(" ~ texts | join(", ") ~ ")") -}}
{% endmacro %}
