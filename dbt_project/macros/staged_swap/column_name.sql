{#- A title, quoted as an identifier of the engine, whatever characters it holds. -#}
{% macro column_name(title) %}
    {{- return(adapter.dispatch('column_names', 'monday')([title])[0]) -}}
{% endmacro %}

{#- A list of titles, quoted as identifiers. A wide table has hundreds, and a macro call costs more than the quoting. -#}
{% macro column_names(titles) %}
    {{- return(adapter.dispatch('column_names', 'monday')(titles)) -}}
{% endmacro %}

{% macro default__column_names(titles) %}
    {%- do monday.no_engine_macro('column_names') -%}
{% endmacro %}

{% macro duckdb__column_names(titles) %}
    {%- set names = [] -%}
    {%- for title in titles -%}{%- do names.append('"' ~ (title | string | replace('"', '""')) ~ '"') -%}{%- endfor -%}
    {{- return(names) -}}
{% endmacro %}

{% macro sqlserver__column_names(titles) %}
    {%- set names = [] -%}
    {%- for title in titles -%}{%- do names.append('[' ~ (title | string | replace(']', ']]')) ~ ']') -%}{%- endfor -%}
    {{- return(names) -}}
{% endmacro %}
