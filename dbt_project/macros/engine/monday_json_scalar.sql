{#-
    What a document holds that is one JSON string, untouched: the digits of `"4.50"`. NULL for all else, which is what monday
    leaves in a cleared cell; its text then tells whether there is a number. No JSON reader is asked, since it would make a
    number a double; a string with escapes is no number in any case.
-#}
{% macro monday_json_scalar(document) %}
    {{- return("replace(case when " ~ document ~ " like '\"%\"' then " ~ document ~ " end, '\"', '')") -}}
{% endmacro %}
