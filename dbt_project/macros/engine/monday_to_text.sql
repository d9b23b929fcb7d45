{#-
    Text of at most `facts.length` characters. Lost: the rest of a longer text; characters that no database can store
    (U+FFFD stands for a lone surrogate, and U+0000 always counts); and on SQL Server characters that are not in the
    database's code page, for varchar and char.
-#}
{% macro monday_to_text(text, facts) %}
    {{- return(adapter.dispatch('monday_to_text', 'monday')(text, facts)) -}}
{% endmacro %}

{% macro default__monday_to_text(text, facts) %}
    {%- do monday.no_engine_macro('monday_to_text') -%}
{% endmacro %}

{% macro duckdb__monday_to_text(text, facts) %}
    {%- set lost = ["contains(" ~ text ~ ", chr(65533))", "contains(" ~ text ~ ", chr(0))"] -%}
    {%- set value = monday.monday_filled(text) -%}
    {%- if facts.length is not none -%}
        {%- do lost.append("length(" ~ text ~ ") > " ~ facts.length) -%}
        {%- set value = "left(" ~ value ~ ", " ~ facts.length ~ ")" -%}
    {%- endif -%}
    {{- return({'value': value, 'lost': lost | join(' or '), 'never_null': true}) -}}
{% endmacro %}

{% macro sqlserver__monday_to_text(text, facts) %}
    {#- Only a binary collation distinguishes these two characters. -#}
    {%- set binary = text ~ " collate Latin1_General_100_BIN2" -%}
    {%- set lost = ["charindex(nchar(65533), " ~ binary ~ ") > 0", "charindex(nchar(0), " ~ binary ~ ") > 0"] -%}
    {%- set value = monday.monday_filled(text) -%}
    {%- if facts.length is not none -%}
        {#- Two bytes for each UTF-16 unit; len() would ignore trailing blanks. -#}
        {%- do lost.append("datalength(" ~ text ~ ") > " ~ (2 * facts.length)) -%}
    {%- endif -%}
    {%- if facts.base in ('varchar', 'char') -%}
        {%- set narrow = "cast(" ~ text ~ " as " ~ facts.base ~ "(" ~ (facts.length or 'max') ~ "))" -%}
        {%- do lost.append("cast(" ~ narrow ~ " as nvarchar(max)) collate Latin1_General_100_BIN2 <> " ~ binary) -%}
    {%- endif -%}
    {%- if facts.length is not none -%}
        {%- set value = "cast(" ~ value ~ " as " ~ facts.base ~ "(" ~ facts.length ~ "))" -%}
    {%- endif -%}
    {{- return({'value': value, 'lost': lost | join(' or '), 'never_null': true}) -}}
{% endmacro %}
