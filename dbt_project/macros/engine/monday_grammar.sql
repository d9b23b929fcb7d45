{#-
    What text a conversion reads as a number, a day, a moment or a time of day: regular expressions
    over the whole text without the blanks around it and in capitals. docs/types.md shows them.
    DuckDB matches them as they stand; SQL Server, which has none, compares shapes of the text that
    stand beside each of its conversions. Text that does not match is NULL and a conversion loss.
-#}
{% macro monday_grammar() %}
    {%- set number = '[+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)' -%}
    {%- set day = '(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-[0-9]{2}-[0-9]{2}' -%}
    {%- set minute = '(?:[01][0-9]|2[0-3]):[0-5][0-9]' -%}
    {%- set second = ':[0-5][0-9](?:[.][0-9]{1,7})?' -%}
    {%- set zone = ' ?(?:Z|UTC|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)|[+]0000)' -%}
    {{- return({
        'plain number': number,
        'number': number ~ '(?:E[+-]?0*[0-9]{1,2})?',
        'day': day,
        'moment': day ~ '(?:[T ]' ~ minute ~ '(?:' ~ second ~ '(?:' ~ zone ~ ')?)?)?',
        'time': minute ~ '(?:' ~ second ~ ')?',
    }) -}}
{% endmacro %}

{#- The longest number read, in characters: text of any length reaches a conversion. -#}
{% macro monday_longest_number() %}
    {{- return(128) -}}
{% endmacro %}

{#- Text without the blanks around it and in capitals. Other white space stays, as on SQL Server. -#}
{% macro duckdb__monday_bare(text) %}
    {{- return("upper(trim(" ~ text ~ ", ' '))") -}}
{% endmacro %}

{#-
    An expression in which `name` stands for a value that is computed once. DuckDB computes what is written twice in a
    `case` twice, and texts are taken out of JSON here.
-#}
{% macro duckdb__monday_with(name, value, expression) %}
    {{- return("list_transform([" ~ value ~ "], lambda " ~ name ~ ": " ~ expression ~ ")[1]") -}}
{% endmacro %}

{#- A condition: bare text is of this kind of the grammar. -#}
{% macro duckdb__monday_reads(text, kind) %}
    {{- return("regexp_full_match(" ~ text ~ ", '" ~ monday.monday_grammar()[kind] ~ "')") -}}
{% endmacro %}

{#-
    Text with every digit as 0: a shape that can be compared. A binary collation, since others hold
    superscripts and full-width digits for the same as digits.
-#}
{% macro sqlserver__monday_shape(text) %}
    {{- return("translate(" ~ text ~ ", '123456789', '000000000')") -}}
{% endmacro %}

{#- The same without the blanks around it and in capitals; compared by its bytes. What has a name is that already: monday_named. -#}
{% macro sqlserver__monday_bare(text) %}
    {{- return(text if text.startswith('bare_') else "upper(trim(" ~ text ~ ")) collate Latin1_General_100_BIN2") -}}
{% endmacro %}

{#- In a shape, a fraction of one to seven digits as one. -#}
{% macro sqlserver__monday_short_fraction(shape) %}
    {{- return("replace(replace(replace(replace(" ~ shape ~ ", '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0')") -}}
{% endmacro %}
