{#- The people and teams that an item is assigned to. -#}
{% macro monday_links_item_assignees(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_item_assignees', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_item_assignees(column_id, name, raw) %}
    {{- return(monday.monday_links_people(column_id, name, raw)) -}}
{% endmacro %}
