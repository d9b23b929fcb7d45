{#- A time of day. monday leaves out the minutes of some full hours. -#}
{% macro monday_hour(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_hour')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_hour(column_id, data_type, part, get) %}
    {%- set minute = "coalesce(nullif(" ~ monday_json_text('value', 'minute') ~ ", ''), '00')" -%}
    {{- return(monday_cell('hour', column_id, data_type, part, get, {
        '': {
            'source': monday_concat([monday_two_digits(monday_json_text('value', 'hour')), "':'", monday_two_digits(minute), "':00'"]),
            'type': 'time(0)',
        },
    })) -}}
{% endmacro %}
