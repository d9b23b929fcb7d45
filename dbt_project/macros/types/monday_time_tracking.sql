{#- Seconds. Parts `running` and `changed at`. -#}
{% macro monday_time_tracking(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_time_tracking', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_time_tracking(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('time_tracking', column_id, data_type, part, get, {
        '': {'source': 'coalesce(' ~ monday.monday_json_text('fields', 'duration') ~ ', ' ~ monday.monday_json_text('value', 'duration') ~ ')', 'type': 'int'},
        'running': {'source': 'coalesce(' ~ monday.monday_json_text('fields', 'running') ~ ', ' ~ monday.monday_json_text('value', 'running') ~ ')', 'type': 'bit'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
