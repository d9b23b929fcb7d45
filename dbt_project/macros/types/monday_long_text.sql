{#- Long text, of any length. Part `changed at`. -#}
{% macro monday_long_text(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_long_text', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_long_text(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('long_text', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
