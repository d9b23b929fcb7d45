{#- When the item was created, in UTC. Part `creator id`. -#}
{% macro monday_creation_log(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_creation_log', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_creation_log(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('creation_log', column_id, data_type, part, get, {
        '': {'source': "coalesce(nullif(" ~ monday.monday_json_text('value', 'created_at') ~ ", ''), " ~ monday.monday_filled('text') ~ ')', 'type': 'datetime2(0)'},
        'creator id': {'source': monday.monday_json_text('value', 'creator_id'), 'type': 'bigint'},
    })) -}}
{% endmacro %}
