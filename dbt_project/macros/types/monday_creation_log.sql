{#-
    When the item was created, in UTC. Part `creator id`. For an item's own `__created_at__` the text is used, so that a
    board of texts never has to read the JSON of its cells.
-#}
{% macro monday_creation_log(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_creation_log', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_creation_log(column_id, data_type, part, get) %}
    {%- set moment = "coalesce(nullif(" ~ monday.monday_json_text('value', 'created_at') ~ ", ''), " ~ monday.monday_filled('text') ~ ')' -%}
    {{- return(monday.monday_cell('creation_log', column_id, data_type, part, get, {
        '': {'source': 'text' if column_id == '__created_at__' else moment, 'content': moment, 'type': 'datetime2(0)'},
        'creator id': {'source': monday.monday_json_text('value', 'creator_id'), 'type': 'bigint'},
    })) -}}
{% endmacro %}
