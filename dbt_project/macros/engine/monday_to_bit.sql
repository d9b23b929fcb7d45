{#- 1 or 0 as int (a bit cannot be aggregated on SQL Server): JSON's true and false, 1 and 0, monday's v. -#}
{% macro monday_to_bit(text) %}
    {{- return({
        'value': "case when lower(" ~ text ~ ") in ('true', '1', 'v', 'yes') then 1"
            ~ " when lower(" ~ text ~ ") in ('false', '0', 'no') then 0 end",
        'lost': none,
    }) -}}
{% endmacro %}
