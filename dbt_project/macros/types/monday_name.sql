{#- The item's name, which monday keeps outside the item's columns. -#}
{% macro monday_name(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_name', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_name(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('name', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
