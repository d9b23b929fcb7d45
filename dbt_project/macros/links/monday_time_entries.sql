{#-
    A query for the sessions of one time-tracking column. Fetched only where links are asked for.
    `name` is the column's SQL name. Times are UTC.
-#}
{% macro monday_time_entries(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_time_entries')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_time_entries(column_id, name, raw) %}
    {%- set marks = [] -%}
    {%- for mark in ['start_date', 'start_time', 'end_date', 'end_time'] -%}
        {%- do marks.append(monday_json_text('element', 'manually_entered_' ~ mark) ~ " = 'true'") -%}
    {%- endfor -%}
    {%- set query -%}
select
    item_id,
    cast({{ text_literal(name) }} as {{ monday_sql_type('nvarchar(128)') }}) as column_name,
    column_id,
    element_position as entry_position,
    cast({{ monday_json_text('element', 'id') }} as {{ monday_sql_type('nvarchar(100)') }}) as entry_id,
    cast({{ monday_convert(monday_json_text('element', 'started_at'), 'datetime2(0)').value }} as {{ monday_sql_type('datetime2(0)') }}) as started_at,
    cast({{ monday_convert(monday_json_text('element', 'ended_at'), 'datetime2(0)').value }} as {{ monday_sql_type('datetime2(0)') }}) as ended_at,
    cast({{ monday_convert(monday_json_text('element', 'started_user_id'), 'bigint').value }} as {{ monday_sql_type('bigint') }}) as started_by,
    cast({{ monday_convert(monday_json_text('element', 'ended_user_id'), 'bigint').value }} as {{ monday_sql_type('bigint') }}) as ended_by,
    cast({{ monday_json_text('element', 'status') }} as {{ monday_sql_type('nvarchar(50)') }}) as entry_status,
    cast(case when {{ marks | join(' or ') }} then 1 else 0 end as {{ monday_sql_type('bit') }}) as manually_entered
from (
        {{ monday_elements(raw, column_id, 'fields', 'history') }}
) as entries
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}
