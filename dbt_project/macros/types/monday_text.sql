{#- Free text. -#}
{% macro monday_text(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_text', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_text(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('text', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
