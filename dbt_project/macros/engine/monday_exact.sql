{#-
    Text that is compared by its characters. Most SQL Server collations ignore case or accents. Wrap both sides when two
    texts from monday meet in a comparison or a union and one of them is in an id column: id columns have this
    collation, other texts that of the database, and SQL Server cannot compare two collations.
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
