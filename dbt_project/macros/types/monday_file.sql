{#- The text monday gives for files. Part `files`: names and ids, as JSON. -#}
{% macro monday_file(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_file', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_file(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('file', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'files': {'source': monday.monday_json_part('value', 'files'), 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
