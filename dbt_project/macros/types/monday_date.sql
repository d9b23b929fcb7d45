{#- The date, or with `data_type: datetime2(0)` the date and time in UTC. Parts `has time` and `changed at`. -#}
{% macro monday_date(column_id, data_type=none, part=none, get='expression') %}
    {{- return(adapter.dispatch('monday_date', 'monday')(column_id, data_type, part, get)) -}}
{% endmacro %}

{% macro default__monday_date(column_id, data_type, part, get) %}
    {%- set time = "nullif(" ~ monday.monday_json_text('value', 'time') ~ ", '')" -%}
    {%- set day = monday.monday_json_text('value', 'date') -%}
    {#- A date type drops the time of day, which is a loss unless it is midnight. -#}
    {%- set only_day = monday.monday_type_facts(data_type or 'date').family == 'date' -%}
    {{- return(monday.monday_cell('date', column_id, data_type, part, get, {
        '': {
            'source': day if only_day else monday.monday_concat([day, "coalesce(" ~ monday.monday_concat(["' '", time]) ~ ", '')"]),
            'type': 'date',
            'lost': "replace(replace(replace(" ~ time ~ ", '0', ''), ':', ''), '.', '') <> ''" if only_day else none,
        },
        'has time': {'source': "case when " ~ monday.monday_filled(day) ~ " is not null then case when " ~ time ~ " is not null then '1' else '0' end end", 'type': 'bit'},
        'changed at': monday.monday_changed_at(),
    })) -}}
{% endmacro %}
