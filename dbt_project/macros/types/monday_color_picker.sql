{#- The colour, like #FF5733. Part `changed at`. -#}
{% macro monday_color_picker(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_color_picker', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_color_picker(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('color_picker', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(255)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
