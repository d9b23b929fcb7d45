{#- Text, always empty: monday's API does not give progress. -#}
{% macro monday_progress(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_progress', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_progress(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('progress', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
