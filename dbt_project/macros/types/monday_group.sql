{#- The title of the item's group. Part `id`: the group's id. -#}
{% macro monday_group(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_group', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_group(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('group', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(255)'},
        'id': {'source': monday.monday_json_text('fields', 'group_id'), 'type': 'nvarchar(255)'},
    })) -}}
{% endmacro %}
