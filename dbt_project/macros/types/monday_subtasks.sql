{#- Names of the subitems. Part `ids`: their ids, as JSON. -#}
{% macro monday_subtasks(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_subtasks', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_subtasks(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('subtasks', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'ids': {'source': monday.monday_json_part('fields', 'subitems_ids'), 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
