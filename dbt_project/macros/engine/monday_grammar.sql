{#-
    The texts that a conversion accepts as a number, a day, a moment or a time of day: regular expressions that match
    the whole text, trimmed of blanks and in upper case. docs/types.md shows them. DuckDB uses them as they are. SQL
    Server has no regular expressions; each of its conversions compares the text's shape with a list of its own. Text
    that does not match gives NULL and a conversion loss.
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

{#- The maximum length of a number, in characters. Without it, text of any length would be converted. -#}
{% macro monday_longest_number() %}
    {{- return(128) -}}
{% endmacro %}

{#- The text, trimmed of blanks and in upper case. Other white space stays, as on SQL Server. -#}
{% macro duckdb__monday_bare(text) %}
    {{- return("upper(trim(" ~ text ~ ", ' '))") -}}
{% endmacro %}

{#-
    An expression in which `name` stands for a value that is computed once. DuckDB evaluates a value again each time a
    `case` repeats it, and these values are extracted from JSON.
-#}
{% macro duckdb__monday_with(name, value, expression) %}
    {{- return("list_transform([" ~ value ~ "], lambda " ~ name ~ ": " ~ expression ~ ")[1]") -}}
{% endmacro %}

{#- A condition: the bare text matches this kind of the grammar. -#}
{% macro duckdb__monday_reads(text, kind) %}
    {{- return("regexp_full_match(" ~ text ~ ", '" ~ monday.monday_grammar()[kind] ~ "')") -}}
{% endmacro %}

{#-
    The text with every digit replaced by 0: a shape that can be compared. Requires a binary collation, because other
    collations treat superscript and full-width digits as equal to digits.
-#}
{% macro sqlserver__monday_shape(text) %}
    {{- return("translate(" ~ text ~ ", '123456789', '000000000')") -}}
{% endmacro %}

{#-
    The text, trimmed of blanks, in upper case and with a binary collation. A name from monday_named already stands for
    such a text.
-#}
{% macro sqlserver__monday_bare(text) %}
    {{- return(text if text.startswith('bare_') else "upper(trim(" ~ text ~ ")) collate Latin1_General_100_BIN2") -}}
{% endmacro %}

{#- A shape in which a fraction of one to seven digits is reduced to one digit. -#}
{% macro sqlserver__monday_short_fraction(shape) %}
    {{- return("replace(replace(replace(replace(" ~ shape ~ ", '.00000000', '?'), '.00000', '.0'), '.000', '.0'), '.00', '.0')") -}}
{% endmacro %}
