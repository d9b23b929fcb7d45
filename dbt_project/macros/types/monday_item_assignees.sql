{#- The names of an item's assignees. -#}
{% macro monday_item_assignees(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_item_assignees', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_item_assignees(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('item_assignees', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
