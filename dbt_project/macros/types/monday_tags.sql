{#- Names of tags. Part `ids`: their ids, as JSON. -#}
{% macro monday_tags(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_tags', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_tags(column_id, data_type, part, get) %}
    {{- return(monday.monday_cell('tags', column_id, data_type, part, get, {
        '': {'source': 'text', 'type': 'nvarchar(max)'},
        'ids': {'source': monday.monday_json_part('value', 'tag_ids'), 'type': 'nvarchar(max)'},
    })) -}}
{% endmacro %}
