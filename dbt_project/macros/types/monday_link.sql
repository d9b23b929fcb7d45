{#- The text monday displays. Parts `url`, `text` and `changed at`. -#}
{% macro monday_link(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_link', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_link(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('link', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'url': {'source': monday.monday_json_text('value', 'url'), 'type': 'nvarchar(max)'},
        'text': {'source': monday.monday_json_text('value', 'text'), 'type': 'nvarchar(max)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
