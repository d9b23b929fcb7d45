{#- The labels of a dropdown, by the ids in its settings. -#}
{% macro monday_links_dropdown(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_dropdown', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_dropdown(column_id, name, raw) %}
    {{- return(monday.monday_link_rows(raw, column_id, name, 'value', 'ids', "'label'", 'element')) -}}
{% endmacro %}
