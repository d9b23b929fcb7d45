{#- Text, always empty: monday's API does not give auto numbers. -#}
{% macro monday_auto_number(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_auto_number', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_auto_number(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('auto_number', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
