{#- A number of one digit with a zero before it. -#}
{% macro monday_two_digits(text) %}
    {{- return("case len(" ~ text ~ ") when 1 then " ~ monday_concat(["'0'", text]) ~ " else " ~ text ~ " end") -}}
{% endmacro %}
