{#- A type that this product does not know: the text, otherwise the JSON, so that nothing is lost. -#}
{% macro monday_unknown(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_unknown', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_unknown(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('unknown', column_id, data_type, part, get, {
        '': {'source': 'coalesce(' ~ monday.monday_filled('text') ~ ', ' ~ 'value' ~ ')', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
