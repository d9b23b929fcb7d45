{#- The label. Parts: `label id`, and `done` where monday says whether the label means done. -#}
{% macro monday_status(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_status')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_status(column_id, data_type, part, get) %}
    {{- return(monday_cell('status', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(255)'},
        'label id': {'source': monday_json_text('value', 'index'), 'type': 'int'},
        'done': {'source': monday_json_text('fields', 'is_done'), 'type': 'bit'},
    })) -}}
{% endmacro %}
