{#- The items that a mirror column reads. Fetched only if links are asked for. -#}
{% macro monday_links_mirror(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_mirror', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_mirror(column_id, name, raw) %}
    {{- return(monday.monday_link_rows(
        raw, column_id, name, 'fields', 'mirrored_items', "'item'", monday.monday_json_text('element', 'linked_item.id')
    )) -}}
{% endmacro %}
