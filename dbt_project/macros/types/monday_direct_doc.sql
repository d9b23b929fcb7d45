{#- The text monday gives for a document. -#}
{% macro monday_direct_doc(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_direct_doc', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_direct_doc(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('direct_doc', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
