{#- The text monday displays. Parts `from` and `to`, dates, and `changed at`. -#}
{% macro monday_timeline(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_timeline', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_timeline(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('timeline', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'from': {'source': monday.monday_json_text('value', 'from'), 'type': 'date'},
        'to': {'source': monday.monday_json_text('value', 'to'), 'type': 'date'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
