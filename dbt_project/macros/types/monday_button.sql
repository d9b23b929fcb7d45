{#- The button's label. monday gives no value for it, so such a column is rejected unless asked for. -#}
{% macro monday_button(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_button', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_button(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('button', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
