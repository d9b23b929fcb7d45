{#-
    The digits of a document that is one JSON string or number, untouched: `"4.50"` and 4.50 alike.
    NULL for an object, which is what monday leaves in a cleared cell. No JSON reader is asked, since
    it would make a number a double; a string with escapes is no number in any case.
-#}
{% macro monday_json_scalar(document) %}
    {{- return("replace(case when left(" ~ document ~ ", 1) <> '{' then " ~ document ~ " end, '\"', '')") -}}
{% endmacro %}
