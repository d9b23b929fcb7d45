{#- The address as monday displays it. Parts `lat` and `lng`, with the digits of a double, `address`, `city`, `country`, `changed at`. -#}
{% macro monday_location(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_location', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_location(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('location', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'lat': {'source': monday.monday_json_text('value', 'lat'), 'type': 'decimal(20,17)'},
        'lng': {'source': monday.monday_json_text('value', 'lng'), 'type': 'decimal(20,17)'},
        'address': {'source': monday.monday_json_text('value', 'address'), 'type': 'nvarchar(max)'},
        'city': {'source': 'coalesce(' ~ monday.monday_json_text('fields', 'city') ~ ', ' ~ monday.monday_json_text('value', 'city.long_name') ~ ', ' ~ monday.monday_json_text('value', 'city') ~ ')', 'type': 'nvarchar(255)'},
        'country': {'source': 'coalesce(' ~ monday.monday_json_text('fields', 'location_country') ~ ', ' ~ monday.monday_json_text('value', 'country.long_name') ~ ', ' ~ monday.monday_json_text('value', 'country') ~ ')', 'type': 'nvarchar(255)'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
