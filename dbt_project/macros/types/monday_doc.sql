{#- The names of the column's documents. Part `files`: what monday tells about them, as JSON. -#}
{% macro monday_doc(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_doc', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_doc(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('doc', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'files': {'source': monday.monday_json_part('value', 'files'), 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
