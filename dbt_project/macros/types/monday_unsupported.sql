{#- Text, else the JSON monday gives for a type it does not support itself. -#}
{% macro monday_unsupported(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_unsupported')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_unsupported(column_id, data_type, part, get) %}
    {{- return(monday_cell('unsupported', column_id, data_type, part, get, {
        '': {'source': 'coalesce(' ~ monday_filled('text') ~ ', ' ~ 'value' ~ ')', 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
