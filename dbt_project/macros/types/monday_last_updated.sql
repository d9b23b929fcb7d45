{#-
    When the item was last updated, in UTC. Part `updater id`. For an item's own `__updated_at__` the text is used, so
    that a board of texts never has to read the JSON of its cells.
-#}
{% macro monday_last_updated(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_last_updated', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_last_updated(column_id, data_type, part, get) %}
    {%- set moment = "coalesce(nullif(" ~ monday.monday_json_text('value', 'updated_at') ~ ", ''), " ~ monday.monday_filled('text') ~ ')' -%}
    {{- return(monday.monday_cell('last_updated', column_id, data_type, part, get, {
        '': {'source': 'text' if column_id == '__updated_at__' else moment, 'content': moment, 'type': 'datetime2(0)'},
        'updater id': {'source': monday.monday_json_text('value', 'updater_id'), 'type': 'bigint'},
    })) -}}
{% endmacro %}
