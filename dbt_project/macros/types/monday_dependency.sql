{#- Names of the items that the item depends on. Part `ids`: their ids, as JSON. -#}
{% macro monday_dependency(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_dependency', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_dependency(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('dependency', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'ids': {'source': monday.monday_json_part('fields', 'linked_item_ids'), 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
