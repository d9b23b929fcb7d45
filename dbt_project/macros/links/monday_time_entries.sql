{#-
    A query for the sessions of one time-tracking column. Fetched only if links are asked for. `name` is the column's
    SQL name. Times are in UTC. `losses` has the conversion losses of a row.
-#}
{% macro monday_time_entries(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_time_entries', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_time_entries(column_id, name, raw) %}
    {%- set marks = [] -%}
    {%- for mark in ['start_date', 'start_time', 'end_date', 'end_time'] -%}
        {%- do marks.append(monday.monday_json_text('element', 'manually_entered_' ~ mark) ~ " = 'true'") -%}
    {%- endfor -%}
    {%- set facts = {
        'entry_id': {'text': monday.monday_json_text('element', 'id'), 'data_type': 'nvarchar(100)'},
        'started_at': {'text': monday.monday_json_text('element', 'started_at'), 'data_type': 'datetime2(0)'},
        'ended_at': {'text': monday.monday_json_text('element', 'ended_at'), 'data_type': 'datetime2(0)'},
        'started_by': {'text': monday.monday_json_text('element', 'started_user_id'), 'data_type': 'bigint'},
        'ended_by': {'text': monday.monday_json_text('element', 'ended_user_id'), 'data_type': 'bigint'},
        'entry_status': {'text': monday.monday_json_text('element', 'status'), 'data_type': 'nvarchar(50)'},
    } -%}
    {%- set query -%}
select
    item_id,
    cast({{ monday.text_literal(name) }} as {{ monday.monday_sql_type('nvarchar(128)') }}) as column_name,
    column_id,
    element_position as entry_position,
    cast(case when {{ marks | join(' or ') }} then 1 else 0 end as {{ monday.monday_sql_type('bit') }}) as manually_entered,
    {{ monday.monday_element_values(facts) }}
from (
        {{ monday.monday_elements(raw, column_id, 'fields', 'history') }}
) as entries
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}
