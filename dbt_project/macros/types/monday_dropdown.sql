{#- The selected labels. Parts `label ids`, as JSON, and `changed at`. -#}
{% macro monday_dropdown(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_dropdown', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_dropdown(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('dropdown', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'label ids': {'source': monday.monday_json_part('value', 'ids'), 'type': 'nvarchar(max)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
