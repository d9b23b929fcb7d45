{#- The number of stars. Part `changed at`. -#}
{% macro monday_rating(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_rating', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_rating(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('rating', column_id, data_type, part, get, {
        '': {'source': 'coalesce(' ~ monday.monday_json_text('fields', 'rating') ~ ', ' ~ monday.monday_json_text('value', 'rating') ~ ')', 'type': 'int'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
