{#- Subitems. -#}
{% macro monday_links_subtasks(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_subtasks', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_subtasks(column_id, name, raw) %}
    {{- return(monday.monday_link_rows(raw, column_id, name, 'fields', 'subitems_ids', "'item'", 'element')) -}}
{% endmacro %}
