{#- The date; with `data_type: datetime2(0)` date and time in UTC. Part `has time`. -#}
{% macro monday_date(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_date')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_date(column_id, data_type, part, get) %}
    {%- set time = monday_filled(monday_json_text('value', 'time')) -%}
    {{- return(monday_cell('date', column_id, data_type, part, get, {
        '': {'source': monday_concat([monday_json_text('value', 'date'), "coalesce(" ~ monday_concat(["' '", time]) ~ ", '')"]), 'type': 'date'},
        'has time': {'source': "case when " ~ monday_filled(monday_json_text('value', 'date')) ~ " is not null then case when " ~ time ~ " is not null then '1' else '0' end end", 'type': 'bit'},
    })) -}}
{% endmacro %}
