{#- When the item was last updated, in UTC. Part `updater id`. -#}
{% macro monday_last_updated(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_last_updated', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_last_updated(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('last_updated', column_id, data_type, part, get, {
        '': {'source': "coalesce(nullif(" ~ monday.monday_json_text('value', 'updated_at') ~ ", ''), " ~ monday.monday_filled('text') ~ ')', 'type': 'datetime2(0)'},
        'updater id': {'source': monday.monday_json_text('value', 'updater_id'), 'type': 'bigint'},
    })) -}}
{% endmacro %}
