{#- Names of people and teams. Parts `ids`, their ids and kinds as JSON, and `changed at`. -#}
{% macro monday_people(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_people', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_people(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('people', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'ids': {'source': monday.monday_json_part('value', 'personsAndTeams'), 'type': 'nvarchar(max)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
