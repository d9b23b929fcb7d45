{#- The person's name (a column type monday has retired). -#}
{% macro monday_person(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_person', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_person(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('person', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
