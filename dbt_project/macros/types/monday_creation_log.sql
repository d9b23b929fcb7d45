{#-
    When the item was created, in UTC. Part `creator id`. The text of an item's own `__created_at__` is its moment: the JSON of all cells, which
    a board of texts needs for nothing else, is not read for it.
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
