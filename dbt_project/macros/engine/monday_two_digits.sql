{#- A number, padded with a zero to two digits. -#}
{% macro monday_two_digits(text) %}
    {{- return(monday.monday_concat(["case len(" ~ text ~ ") when 1 then '0' else '' end", text])) -}}
{% endmacro %}
