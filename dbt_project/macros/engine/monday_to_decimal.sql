{#- An exact decimal, rounded half away from zero, never through a float. Lost: digits behind `scale`. -#}
{% macro monday_to_decimal(text, sql_type, scale) %}
    {{- return(adapter.dispatch('monday_to_decimal', 'monday')(text, sql_type, scale)) -}}
{% endmacro %}

{% macro default__monday_to_decimal(text, sql_type, scale) %}
    {%- do monday.no_engine_macro('monday_to_decimal') -%}
{% endmacro %}

{% macro duckdb__monday_to_decimal(text, sql_type, scale) %}
    {%- set bare = monday.duckdb__monday_bare(text) -%}
    {%- set mantissa = "regexp_extract(bare, '^[+-]?([0-9.]*)', 1)" -%}
    {%- set digits = "replace(" ~ mantissa ~ ", '.', '')" -%}
    {%- set point = "length(split_part(" ~ mantissa ~ ", '.', 1)) + coalesce(try_cast(regexp_extract(bare, 'E(.*)$', 1) as integer), 0)" -%}
    {#- DuckDB's own reading of an exponent gives NULL for some that the type holds. -#}
    {%- set padded = "repeat('0', 99) || " ~ digits ~ " || repeat('0', 99)" -%}
    {%- set moved = "regexp_extract(bare, '^-?') || left(" ~ padded ~ ", 99 + " ~ point ~ ") || '.' || substr(" ~ padded ~ ", 100 + " ~ point ~ ")" -%}
    {%- set needed = "length(rtrim(" ~ digits ~ ", '0'))" -%}
    {%- set number = "case when contains(bare, 'E') then " ~ moved ~ " else bare end" -%}
    {%- set lost = "case when contains(bare, 'E') then " ~ needed ~ " > 0 and " ~ needed ~ " - (" ~ point ~ ") > " ~ scale
        ~ " else length(rtrim(split_part(bare, '.', 2), '0')) > " ~ scale ~ " end" -%}
    {{- return({
        'value': monday.duckdb__monday_with('bare', bare, "case when " ~ monday.duckdb__monday_is_number('bare') ~ " then try_cast(" ~ number ~ " as " ~ sql_type ~ ") end"),
        'lost': monday.duckdb__monday_with('bare', bare, lost),
    }) -}}
{% endmacro %}

{% macro duckdb__monday_is_number(bare) %}
    {{- return("length(" ~ bare ~ ") <= " ~ monday.monday_longest_number() ~ " and " ~ monday.duckdb__monday_reads(bare, 'number')) -}}
{% endmacro %}

{% macro sqlserver__monday_to_decimal(text, sql_type, scale) %}
    {%- set bare = monday.sqlserver__monday_bare(text) -%}
    {%- set plain = monday.sqlserver__monday_is_plain(bare) -%}
    {#- One digit behind the scale is enough to round by; SQL Server reads no more than 38 in all. -#}
    {%- set cut = "left(" ~ bare ~ ", charindex('.', " ~ bare ~ " + '.') + " ~ (scale + 1) ~ ")" -%}
    {%- set rest = "replace(substring(" ~ bare ~ ", charindex('.', " ~ bare ~ " + '.') + " ~ (1 + scale) ~ ", 4000), '0', '')" -%}
    {%- set digits = "len(replace(" ~ monday.sqlserver__monday_digits(bare) ~ ", '0', ' '))" -%}
    {%- set needed = digits ~ " + 1 - patindex('%[.E]%', " ~ bare ~ ") - " ~ monday.sqlserver__monday_exponent(bare) -%}
    {{- return({
        'value': "case when " ~ plain ~ " then try_convert(" ~ sql_type ~ ", " ~ cut ~ ")"
            ~ " when " ~ monday.sqlserver__monday_is_scientific(bare) ~ " then try_convert(" ~ sql_type ~ ", " ~ monday.sqlserver__monday_moved_point(bare) ~ ") end",
        'lost': "case when " ~ plain ~ " then " ~ rest
            ~ " when " ~ needed ~ " > " ~ scale ~ " and " ~ digits ~ " > 0 then '1' end <> ''",
    }) -}}
{% endmacro %}

{#- A number with an exponent as one without. Blanks for zeros let trim() take off those that say nothing; 40 characters are all that a decimal holds. -#}
{% macro sqlserver__monday_moved_point(bare) %}
    {%- set padded = "replicate('0', 99) + " ~ monday.sqlserver__monday_digits(bare) ~ " + replicate('0', 99)" -%}
    {%- set point = "99 + patindex('%[.E]%', " ~ bare ~ ") + " ~ monday.sqlserver__monday_exponent(bare) -%}
    {%- set moved = "replace(trim(replace(stuff(" ~ padded ~ ", " ~ point ~ ", 0, '.'), '0', ' ')), ' ', '0')" -%}
    {{- return("case left(" ~ bare ~ ", 1) when '-' then '-' else '' end + '0' + left(" ~ moved ~ ", 40) + '0'") -}}
{% endmacro %}

{% macro sqlserver__monday_is_plain(bare) %}
    {{- return("len(" ~ bare ~ ") <= " ~ monday.monday_longest_number() ~ " and " ~ monday.sqlserver__monday_number_shape(bare) ~ " in (" ~ monday.sqlserver__monday_shapes(['']) ~ ")") -}}
{% endmacro %}

{% macro sqlserver__monday_is_scientific(bare) %}
    {{- return(monday.sqlserver__monday_number_shape(bare) ~ " in (" ~ monday.sqlserver__monday_shapes(['E0', 'E-0']) ~ ")") -}}
{% endmacro %}

{#- A run of digits as one 0: `<>` for each, `><` between two of them taken out. Both signs are a minus. -#}
{% macro sqlserver__monday_number_shape(bare) %}
    {{- return("replace(replace(replace(translate(" ~ bare ~ ", '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0')") -}}
{% endmacro %}

{#- The shapes of numbers with one of these exponents, as literals. -#}
{% macro sqlserver__monday_shapes(exponents) %}
    {%- set forms = [] -%}
    {%- for mantissa in ['0', '0.', '.0', '0.0'] -%}{%- for exponent in exponents -%}
        {%- do forms.extend(["'" ~ mantissa ~ exponent ~ "'", "'-" ~ mantissa ~ exponent ~ "'"]) -%}
    {%- endfor -%}{%- endfor -%}
    {{- return(forms | join(', ')) -}}
{% endmacro %}

{#- Of a number with an exponent: the digits before it without their point, a sign as a 0 in its place. -#}
{% macro sqlserver__monday_digits(bare) %}
    {{- return("translate(parsename(" ~ monday.sqlserver__monday_halves(bare) ~ ", 2), '-+', '00')") -}}
{% endmacro %}

{#- The exponent; NULL for one beyond 99, and of a text that is no number. -#}
{% macro sqlserver__monday_exponent(bare) %}
    {{- return("try_cast(try_convert(decimal(2,0), parsename(" ~ monday.sqlserver__monday_halves(bare) ~ ", 1)) as int)") -}}
{% endmacro %}

{#- Digits and exponent as two parts of a name, which parsename() takes apart, up to 128 characters each. -#}
{% macro sqlserver__monday_halves(bare) %}
    {{- return("replace(replace(" ~ bare ~ ", '.', ''), 'E', '.')") -}}
{% endmacro %}
