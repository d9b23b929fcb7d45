{#- A time of day. monday leaves out the minutes of some full hours. Part `changed at`. -#}
{% macro monday_hour(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_hour', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_hour(column_id, data_type, part, get) %}
    {%- set minute = "coalesce(nullif(" ~ monday.monday_json_text('value', 'minute') ~ ", ''), '00')" -%}
    {{- return(monday.monday_cell('hour', column_id, data_type, part, get, {
        '': {
            'source': monday.monday_concat([monday.monday_two_digits(monday.monday_json_text('value', 'hour')), "':'", monday.monday_two_digits(minute), "':00'"]),
            'type': 'time(0)',
        },
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
