{#- Ticked or not; a cell that was never touched is not. -#}
{% macro monday_checkbox(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_checkbox')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_checkbox(column_id, data_type, part, get) %}
    {{- return(monday_cell('checkbox', column_id, data_type, part, get, {
        '': {'source': 'coalesce(' ~ monday_json_text('fields', 'checked') ~ ', ' ~ monday_json_text('value', 'checked') ~ ', ' ~ monday_filled('text') ~ ')', 'type': 'bit', 'empty': '0'},
    })) -}}
{% endmacro %}
