{#-
    The digits of a document that is one JSON string or number, unchanged: `"4.50"` and 4.50 give the same. NULL for an
    object, which is what monday leaves in a cleared cell. It does not use a JSON reader, which would turn the number
    into a double; a string with escapes is not a number anyway.
-#}
{% macro monday_json_scalar(document) %}
    {{- return("replace(case when left(" ~ document ~ ", 1) <> '{' then " ~ document ~ " end, '\"', '')") -}}
{% endmacro %}
