{#- A title for use in a message: control, line-breaking and direction-changing characters become ?. -#}
{% macro printable(text) %}
    {{- return(modules.re.sub('[\\x00-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]', '?', text | string)) -}}
{% endmacro %}
