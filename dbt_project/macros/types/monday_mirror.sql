{#- What a mirror column displays, values of several items joined by monday. A numeric or date mirror takes a `data_type`. -#}
{% macro monday_mirror(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_mirror', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_mirror(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('mirror', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
