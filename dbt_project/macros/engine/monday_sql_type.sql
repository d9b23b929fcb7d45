{#- The engine's type for a SQL Server type name: unchanged on SQL Server, the closest type on DuckDB. -#}
{% macro monday_sql_type(data_type) %}
    {{- return(adapter.dispatch('monday_sql_type', 'monday')(data_type)) -}}
{% endmacro %}

{% macro default__monday_sql_type(data_type) %}
    {%- do monday.no_engine_macro('monday_sql_type') -%}
{% endmacro %}

{% macro duckdb__monday_sql_type(data_type) %}
    {%- set facts = monday.monday_type_facts(data_type) -%}
    {%- if facts.family == 'decimal' -%}
        {{- return('decimal(' ~ facts.precision ~ ',' ~ facts.scale ~ ')') -}}
    {%- endif -%}
    {%- if facts.base == 'float' and facts.length is not none and facts.length <= 24 -%}
        {{- return('float') -}}
    {%- endif -%}
    {%- set names = {'tinyint': 'utinyint', 'float': 'double', 'real': 'float', 'integer': 'integer', 'int': 'integer'} -%}
    {%- set families = {'text': 'varchar', 'datetime': 'timestamp', 'time': 'time', 'bit': 'boolean'} -%}
    {{- return(families.get(facts.family, names.get(facts.base, data_type | trim | lower))) -}}
{% endmacro %}

{% macro sqlserver__monday_sql_type(data_type) %}
    {{- return(monday.monday_type_facts(data_type).written) -}}
{% endmacro %}
