{#- The text monday displays. Parts `address`, `label` and `changed at`. -#}
{% macro monday_email(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_email', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_email(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('email', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'address': {'source': monday.monday_json_text('value', 'email'), 'type': 'nvarchar(max)'},
        'label': {'source': monday.monday_json_text('value', 'text'), 'type': 'nvarchar(max)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
