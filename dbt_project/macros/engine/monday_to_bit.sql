{#- 1 or 0 as int (SQL Server cannot aggregate a bit), from JSON's true and false, 1 and 0, or monday's v. -#}
{% macro monday_to_bit(text) %}
    {{- return({
        'value': "case " ~ adapter.dispatch('monday_to_bit', 'monday')(text) ~ " when 'TRUE' then 1 when '1' then 1 when 'V' then 1 when 'FALSE' then 0 when '0' then 0 end",
        'lost': none,
    }) -}}
{% endmacro %}

{% macro default__monday_to_bit(text) %}
    {%- do monday.no_engine_macro('monday_to_bit') -%}
{% endmacro %}

{% macro duckdb__monday_to_bit(text) %}
    {{- return(monday.duckdb__monday_bare(text)) -}}
{% endmacro %}

{% macro sqlserver__monday_to_bit(text) %}
    {{- return(monday.sqlserver__monday_bare(text)) -}}
{% endmacro %}
