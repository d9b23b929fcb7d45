{#-
    Parses a SQL Server type as a person writes it: {family, base, written, length, precision, scale}. `length` is none
    for max; `written` is the type's text. datetime counts in 1/300 s; its scale is 2, because hundredths are what it
    holds exactly. Accepts only a name with numbers in parentheses, so that a type cannot carry other SQL.
    loader/board/sql_types.py checks that a board file names only types of these families.
-#}
{% macro monday_type_facts(data_type) %}
    {%- set text = data_type | string | trim | lower -%}
    {%- set match = modules.re.match(
        '^([a-z][a-z0-9_]*)\\s*(?:\\(\\s*(max|[0-9]+)\\s*(?:,\\s*([0-9]+)\\s*)?\\))?$', text
    ) -%}
    {%- if not match -%}
        {%- do exceptions.raise_compiler_error(
            "data_type " ~ (data_type | tojson) ~ " is no SQL type; write it like decimal(18,4),"
            ~ " nvarchar(100), datetime2(0), date, bit, int, bigint, float or time(0)."
        ) -%}
    {%- endif -%}
    {%- set families = {
        'char': 'text', 'nchar': 'text', 'varchar': 'text', 'nvarchar': 'text',
        'tinyint': 'integer', 'smallint': 'integer', 'int': 'integer', 'integer': 'integer', 'bigint': 'integer',
        'decimal': 'decimal', 'numeric': 'decimal', 'dec': 'decimal', 'money': 'decimal', 'smallmoney': 'decimal',
        'float': 'float', 'real': 'float',
        'date': 'date', 'time': 'time', 'bit': 'bit',
        'datetime2': 'datetime', 'datetime': 'datetime', 'smalldatetime': 'datetime',
    } -%}
    {%- set base = match.group(1) -%}
    {%- set first = match.group(2) -%}
    {%- set second = match.group(3) -%}
    {%- set scale = {'money': 4, 'smallmoney': 4, 'datetime2': 7, 'datetime': 2, 'time': 7}.get(base, 0) -%}
    {%- if families.get(base) == 'decimal' and second is not none -%}
        {%- set scale = second | int -%}
    {%- elif families.get(base) in ('datetime', 'time') and first is not none -%}
        {%- set scale = first | int -%}
    {%- endif -%}
    {%- set length = none if first in ('max', none) else first | int -%}
    {%- if base in ('char', 'nchar', 'varchar', 'nvarchar') and first is none -%}
        {%- set length = 1 -%}
    {%- endif -%}
    {{- return({
        'family': families.get(base, 'other'),
        'base': base,
        'written': text,
        'length': length,
        'precision': {'money': 19, 'smallmoney': 10}.get(base, 18 if first in ('max', none) else first | int),
        'scale': scale,
    }) -}}
{% endmacro %}
