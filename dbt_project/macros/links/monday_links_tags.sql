{#- Tags. -#}
{% macro monday_links_tags(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_tags', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_tags(column_id, name, raw) %}
    {{- return(monday.monday_link_rows(raw, column_id, name, 'value', 'tag_ids', "'tag'", 'element')) -}}
{% endmacro %}
