{#- The team's name (a column type monday has retired). -#}
{% macro monday_team(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_team', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_team(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('team', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
