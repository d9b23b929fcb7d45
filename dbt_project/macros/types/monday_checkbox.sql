{#- Whether the box is ticked; a cell that was never touched is not. Part `changed at`. -#}
{% macro monday_checkbox(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_checkbox', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_checkbox(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('checkbox', column_id, data_type, part, get, {
        '': {'source': 'coalesce(' ~ monday.monday_json_text('fields', 'checked') ~ ', ' ~ monday.monday_json_text('value', 'checked') ~ ', ' ~ monday.monday_filled('text') ~ ')', 'type': 'bit', 'empty': '0'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
