{#-
    A text that is told from any other by its characters. Most of SQL Server's collations take case and accents for no
    difference. Two texts from monday that meet in a comparison or a union need it on both sides where one stands in a
    column of ids: those have this collation and other texts the database's, and SQL Server compares no two collations.
-#}
{% macro monday_exact(text) %}
    {{- return(adapter.dispatch('monday_exact', 'monday')(text)) -}}
{% endmacro %}

{% macro default__monday_exact(text) %}
    {%- do monday.no_engine_macro('monday_exact') -%}
{% endmacro %}

{% macro duckdb__monday_exact(text) %}
    {{- return(text) -}}
{% endmacro %}

{% macro sqlserver__monday_exact(text) %}
    {{- return(text ~ " collate Latin1_General_100_BIN2") -}}
{% endmacro %}
