{#- An exact decimal. Its type is the variable `monday_numbers_type` unless the column names one. -#}
{% macro monday_numbers(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_numbers', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_numbers(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('numbers', column_id, data_type, part, get, {
        '': {
            'source': 'coalesce(' ~ "nullif(" ~ monday.monday_json_scalar('value') ~ ", '')" ~ ', ' ~ 'text' ~ ')',
            'type': var('monday_numbers_type', 'decimal(18,2)'),
            'shown': "value = " ~ monday.monday_concat(["'\"'", 'text', "'\"'"]),
        },
    })) -}}
{% endmacro %}
