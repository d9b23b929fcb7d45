{#- The text monday displays. Parts `from` and `to`: dates. -#}
{% macro monday_week(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_week', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_week(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('week', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'from': {'source': monday.monday_json_text('value', 'week.startDate'), 'type': 'date'},
        'to': {'source': monday.monday_json_text('value', 'week.endDate'), 'type': 'date'},
    })) -}}
{% endmacro %}
