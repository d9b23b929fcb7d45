{#- People, teams and agents; `kind` says which. -#}
{% macro monday_links_people(column_id, name, raw) %}
    {{- return(adapter.dispatch('monday_links_people', 'monday')(column_id, name, raw)) -}}
{% endmacro %}

{% macro default__monday_links_people(column_id, name, raw) %}
    {{- return(monday.monday_link_rows(
        raw, column_id, name, 'value', 'personsAndTeams',
        monday.monday_json_text('element', 'kind'), monday.monday_json_text('element', 'id')
    )) -}}
{% endmacro %}
