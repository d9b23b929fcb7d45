{#- An exact decimal, rounded half away from zero, never through a float. Lost: digits after `scale`. -#}
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
    {#-
        Moves the decimal point in the text, because DuckDB's cast of a number with an exponent gives NULL for some that
        the type can hold.
    -#}
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
    {#- One digit after the scale is enough for rounding; SQL Server reads at most 38 digits in all. -#}
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

{#-
    A number with an exponent, written without one. Zeros become blanks so that trim() removes those at both ends; a
    decimal needs at most 40 characters.
-#}
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

{#-
    A number with each run of digits reduced to one 0: every 0 becomes `<>`, and `><` between two of them is removed.
    Both signs become a minus.
-#}
{% macro sqlserver__monday_number_shape(bare) %}
    {{- return("replace(replace(replace(translate(" ~ bare ~ ", '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0')") -}}
{% endmacro %}

{#- The shapes of numbers with one of these exponents, as a list of literals. -#}
{% macro sqlserver__monday_shapes(exponents) %}
    {%- set forms = [] -%}
    {%- for mantissa in ['0', '0.', '.0', '0.0'] -%}{%- for exponent in exponents -%}
        {%- do forms.extend(["'" ~ mantissa ~ exponent ~ "'", "'-" ~ mantissa ~ exponent ~ "'"]) -%}
    {%- endfor -%}{%- endfor -%}
    {{- return(forms | join(', ')) -}}
{% endmacro %}

{#- For a number with an exponent: the digits before it without the point, and a 0 in place of a sign. -#}
{% macro sqlserver__monday_digits(bare) %}
    {{- return("translate(parsename(" ~ monday.sqlserver__monday_halves(bare) ~ ", 2), '-+', '00')") -}}
{% endmacro %}

{#- The exponent; NULL if it is beyond 99 or the text is not a number. -#}
{% macro sqlserver__monday_exponent(bare) %}
    {{- return("try_cast(try_convert(decimal(2,0), parsename(" ~ monday.sqlserver__monday_halves(bare) ~ ", 1)) as int)") -}}
{% endmacro %}

{#- Digits and exponent as the two parts of a name for parsename(), which takes up to 128 characters each. -#}
{% macro sqlserver__monday_halves(bare) %}
    {{- return("replace(replace(" ~ bare ~ ", '.', ''), 'E', '.')") -}}
{% endmacro %}
