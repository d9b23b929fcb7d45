{#- What a formula displays. A numeric formula takes a `data_type`. -#}
{% macro monday_formula(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_formula', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_formula(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('formula', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
