{#- The country's name. Parts `code`, two letters, and `changed at`. -#}
{% macro monday_country(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_country', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_country(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('country', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(255)'},
        'code': {'source': monday.monday_json_text('value', 'countryCode'), 'type': 'nvarchar(10)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
