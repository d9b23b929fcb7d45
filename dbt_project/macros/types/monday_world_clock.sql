{#- The time zone's name. Part `changed at`. -#}
{% macro monday_world_clock(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_world_clock', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_world_clock(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('world_clock', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(255)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
