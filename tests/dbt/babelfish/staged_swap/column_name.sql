{#- Babelfish accepts no ]] inside brackets, so such names are put in double quotes. -#}
{% macro column_name(title) %}
    {{- return(monday.column_names([title])[0]) -}}
{% endmacro %}

{% macro column_names(titles) %}
    {%- set names = [] -%}
    {%- for title in titles -%}
        {%- set text = title | string -%}
        {%- do names.append('"' ~ text | replace('"', '""') ~ '"' if ']' in text else '[' ~ text ~ ']') -%}
    {%- endfor -%}
    {{- return(names) -}}
{% endmacro %}
