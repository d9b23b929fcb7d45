{#- money or smallmoney, converted through an exact decimal: SQL Server's own conversion reads '' as 0 and '12,5' as 125. -#}
{% macro monday_to_money(text, facts) %}
    {%- set exact = monday.monday_to_decimal(text, 'decimal(' ~ facts.precision ~ ',4)', 4) -%}
    {{- return({'value': adapter.dispatch('monday_to_money', 'monday')(exact.value, facts.base), 'lost': exact.lost}) -}}
{% endmacro %}

{% macro default__monday_to_money(number, base) %}
    {%- do monday.no_engine_macro('monday_to_money') -%}
{% endmacro %}

{% macro duckdb__monday_to_money(number, base) %}
    {%- set least = {'money': '-922337203685477.5808', 'smallmoney': '-214748.3648'}[base] -%}
    {%- set most = {'money': '922337203685477.5807', 'smallmoney': '214748.3647'}[base] -%}
    {{- return(monday.duckdb__monday_with('number', number, "case when number between " ~ least ~ " and " ~ most ~ " then number end")) -}}
{% endmacro %}

{% macro sqlserver__monday_to_money(number, base) %}
    {{- return(monday.monday_try_cast(number, base)) -}}
{% endmacro %}
