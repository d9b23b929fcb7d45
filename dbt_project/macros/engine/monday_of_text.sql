{#-
    The result of monday_convert, with a faster path before it where that is worthwhile: the text of most cells is the
    plainest spelling of their value. `facts` is one entry of `facts` in monday_cell.
-#}
{% macro monday_of_text(facts, data_type, converted) %}
    {{- return(adapter.dispatch('monday_of_text', 'monday')(facts, data_type, converted)) -}}
{% endmacro %}

{% macro default__monday_of_text(facts, data_type, converted) %}
    {%- do monday.no_engine_macro('monday_of_text') -%}
{% endmacro %}

{#- DuckDB needs no such path: duckdb__monday_with computes what a conversion reads once. -#}
{% macro duckdb__monday_of_text(facts, data_type, converted) %}
    {{- return(converted) -}}
{% endmacro %}

{#- T-SQL repeats the source wherever a conversion needs it, more than ten times, and computes it each time. -#}
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
    {when, value, whole}: a condition that the text is the plainest spelling of a type, its value in that case, and a
    further condition that the value loses nothing, or none. Returns none for types without such a spelling. The result
    equals that of the slow path: text of these characters that is not a value gives NULL.
-#}
{% macro sqlserver__monday_plain(facts, sql_type) %}
    {%- set bare, digit = 'text collate Latin1_General_100_BIN2', '[0-9]' -%}
    {%- set day = digit * 4 ~ '-' ~ digit * 2 ~ '-' ~ digit * 2 -%}
    {%- if facts.family == 'decimal' and facts.base not in ('money', 'smallmoney') -%}
        {#- SQL Server reads at most 38 digits. -#}
        {{- return({
            'when': "(" ~ bare ~ " like '[0-9]%' or " ~ bare ~ " like '-[0-9]%') and " ~ bare ~ " not like '_%[^0-9.]%' and datalength(text) <= 76",
            'value': "try_convert(" ~ sql_type ~ ", text)", 'whole': bare ~ " not like '%." ~ '_' * facts.scale ~ "%[1-9]%'",
        }) -}}
    {%- elif facts.family == 'integer' -%}
        {{- return({'when': bare ~ " like '[0-9]%' and " ~ bare ~ " not like '%[^0-9]%' and datalength(text) <= 36", 'value': "try_convert(" ~ sql_type ~ ", text)", 'whole': none}) -}}
    {%- elif facts.family == 'date' -%}
        {{- return({'when': bare ~ " like '" ~ day ~ "'", 'value': "try_convert(date, text, 23)", 'whole': none}) -}}
    {%- elif facts.base == 'datetime2' -%}
        {#- Style 126 is yyyy-mm-ddThh:mi:ss regardless of the session's language and dateformat. -#}
        {{- return({
            'when': bare ~ " like '" ~ day ~ "T" ~ [digit * 2, digit * 2, digit * 2] | join(':') ~ "Z'",
            'value': "try_convert(" ~ sql_type ~ ", left(text, 19), 126)", 'whole': none,
        }) -}}
    {%- endif -%}
    {{- return(none) -}}
{% endmacro %}
