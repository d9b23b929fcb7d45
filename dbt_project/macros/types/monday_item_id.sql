{#- An item's id. -#}
{% macro monday_item_id(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_item_id', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_item_id(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('item_id', column_id, data_type, part, get, {
        '': {'source': "coalesce(nullif(" ~ monday.monday_json_text('value', 'item_id') ~ ", ''), " ~ monday.monday_filled('text') ~ ')', 'type': 'bigint'},
    })) -}}
{% endmacro %}
