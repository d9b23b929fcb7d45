{#-
    Converts text from monday or from JSON to a SQL type. Returns {value, lost, never_null?}: `value` is SQL of that
    type, NULL if the text is not such a value, and never raises an error; `lost` is a condition that is true if the
    value holds less than the text (digits, length, time of day), or none if that is impossible; `never_null` says that
    every text has a value.
-#}
{% macro monday_convert(text, data_type) %}
    {%- set facts = monday.monday_type_facts(data_type) -%}
    {%- if facts.family == 'text' -%}
        {{- return(monday.monday_to_text(text, facts)) -}}
    {%- elif facts.family == 'integer' -%}
        {{- return(monday.monday_to_integer(text, monday.monday_sql_type(data_type))) -}}
    {%- elif facts.base in ('money', 'smallmoney') -%}
        {{- return(monday.monday_to_money(text, facts)) -}}
    {%- elif facts.family == 'decimal' -%}
        {{- return(monday.monday_to_decimal(text, monday.monday_sql_type(data_type), facts.scale)) -}}
    {%- elif facts.family == 'float' -%}
        {{- return(monday.monday_to_float(text, monday.monday_sql_type(data_type))) -}}
    {%- elif facts.family == 'date' -%}
        {{- return(monday.monday_to_date(text)) -}}
    {%- elif facts.family == 'datetime' -%}
        {{- return(monday.monday_to_datetime(text, facts)) -}}
    {%- elif facts.family == 'time' -%}
        {{- return(monday.monday_to_time(text, facts)) -}}
    {%- elif facts.family == 'bit' -%}
        {{- return(monday.monday_to_bit(text)) -}}
    {%- endif -%}
    {%- do exceptions.raise_compiler_error(
        "data_type " ~ data_type ~ " cannot hold a monday value; give a text, number, date, time or bit type."
    ) -%}
{% endmacro %}
