{#- The number as monday displays it. Parts `number`, `country` (two letters) and `changed at`. -#}
{% macro monday_phone(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_phone', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_phone(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('phone', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'number': {'source': monday.monday_json_text('value', 'phone'), 'type': 'nvarchar(255)'},
        'country': {'source': monday.monday_json_text('value', 'countryShortName'), 'type': 'nvarchar(10)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
