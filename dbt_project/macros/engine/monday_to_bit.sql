{#- 1 or 0 as int (a bit cannot be aggregated on SQL Server): JSON's true and false, 1 and 0, monday's v. -#}
{% macro monday_to_bit(text) %}
    {{- return({
        'value': "case lower(" ~ text ~ ") when 'true' then 1 when '1' then 1 when 'v' then 1 when 'false' then 0 when '0' then 0 end",
        'lost': none,
    }) -}}
{% endmacro %}
