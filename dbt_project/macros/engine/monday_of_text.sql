{#-
    What monday_convert returned, with a shorter way before it where one is worth its words: most cells show as their text what
    they hold, in the plainest spelling of it. `facts` is one entry of those of monday_cell.
-#}
{% macro monday_of_text(facts, data_type, converted) %}
    {{- return(adapter.dispatch('monday_of_text', 'monday')(facts, data_type, converted)) -}}
{% endmacro %}

{% macro default__monday_of_text(facts, data_type, converted) %}
    {%- do monday.no_engine_macro('monday_of_text') -%}
{% endmacro %}

{#- DuckDB gives a name to what a conversion needs more than once: monday_grammar. -#}
{% macro duckdb__monday_of_text(facts, data_type, converted) %}
    {{- return(converted) -}}
{% endmacro %}

{#- T-SQL writes the source out wherever a conversion needs it, ten times and more, and computes it as often. -#}
{% macro sqlserver__monday_of_text(facts, data_type, converted) %}
    {%- set plain = monday.sqlserver__monday_plain(monday.monday_type_facts(data_type), monday.monday_sql_type(data_type)) -%}
    {%- if plain is none -%}
        {{- return(converted) -}}
    {%- endif -%}
    {%- set shown = none if facts.source == 'text' else (facts.get('shown') or facts.source ~ " = text") ~ " collate Latin1_General_100_BIN2" -%}
    {%- set is_plain = [plain.when, shown] | reject('none') | join(' and ') -%}
    {%- set lost = none -%}
    {%- if converted.lost -%}
        {%- set lost = "case when " ~ [is_plain, plain.whole] | reject('none') | join(' and ') ~ " then 0 when " ~ converted.lost ~ " then 1 else 0 end = 1" -%}
    {%- endif -%}
    {{- return(dict(converted, value="case when " ~ is_plain ~ " then " ~ plain.value ~ " else " ~ converted.value ~ " end", lost=lost)) -}}
{% endmacro %}

{#-
    {when, value, whole}: a condition that the text is of the plainest spelling of a type, its value then, and a further condition
    by which nothing of it is lost, or none. None for types without such a spelling. Each converts as the long way does:
    a text of these characters that is no value is NULL.
-#}
{% macro sqlserver__monday_plain(facts, sql_type) %}
    {%- set bare, digit = 'text collate Latin1_General_100_BIN2', '[0-9]' -%}
    {%- set day = digit * 4 ~ '-' ~ digit * 2 ~ '-' ~ digit * 2 -%}
    {%- if facts.family == 'decimal' and facts.base not in ('money', 'smallmoney') -%}
        {#- 38 digits are what SQL Server reads. -#}
        {{- return({
            'when': "(" ~ bare ~ " like '[0-9]%' or " ~ bare ~ " like '-[0-9]%') and " ~ bare ~ " not like '_%[^0-9.]%' and datalength(text) <= 76",
            'value': "try_convert(" ~ sql_type ~ ", text)", 'whole': bare ~ " not like '%." ~ '_' * facts.scale ~ "%[1-9]%'",
        }) -}}
    {%- elif facts.family == 'integer' -%}
        {{- return({'when': bare ~ " like '[0-9]%' and " ~ bare ~ " not like '%[^0-9]%' and datalength(text) <= 36", 'value': "try_convert(" ~ sql_type ~ ", text)", 'whole': none}) -}}
    {%- elif facts.family == 'date' -%}
        {{- return({'when': bare ~ " like '" ~ day ~ "'", 'value': "try_convert(date, text, 23)", 'whole': none}) -}}
    {%- elif facts.base == 'datetime2' -%}
        {#- Style 126 is yyyy-mm-ddThh:mi:ss whatever the session's language and dateformat. -#}
        {{- return({
            'when': bare ~ " like '" ~ day ~ "T" ~ [digit * 2, digit * 2, digit * 2] | join(':') ~ "Z'",
            'value': "try_convert(" ~ sql_type ~ ", left(text, 19), 126)", 'whole': none,
        }) -}}
    {%- endif -%}
    {{- return(none) -}}
{% endmacro %}
