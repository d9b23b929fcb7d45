{#- Connected items. -#}
{% macro monday_links_board_relation(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_board_relation', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_board_relation(column_id, name, raw) %}
    {{- return(monday.monday_link_rows(raw, column_id, name, 'fields', 'linked_item_ids', "'item'", 'element')) -}}
{% endmacro %}
