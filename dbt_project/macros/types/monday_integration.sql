{#- The text monday gives, usually the id of the linked issue. -#}
{% macro monday_integration(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_integration', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_integration(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('integration', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
