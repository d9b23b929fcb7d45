{#- monday documents. -#}
{% macro monday_links_doc(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_doc', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_doc(column_id, name, raw) %}
    {{- return(monday.monday_links_file(column_id, name, raw)) -}}
{% endmacro %}
