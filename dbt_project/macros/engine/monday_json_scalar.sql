{#-
    The content of a document that is one JSON string or number, unchanged: 4.50 for `"4.50"` and for 4.50. NULL for anything
    else, such as the object or null that monday leaves in a cleared cell; the cell's text then shows whether there is a number.
    No JSON function is used, because it would turn a number into a double; a string with escapes is never a number.
-#}
{% macro monday_json_scalar(document) %}
    {%- set is_scalar = document ~ " like '\"%\"' or left(" ~ document ~ ", 1) in ('-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9')" -%}
    {{- return("replace(case when " ~ is_scalar ~ " then " ~ document ~ " end, '\"', '')") -}}
{% endmacro %}
