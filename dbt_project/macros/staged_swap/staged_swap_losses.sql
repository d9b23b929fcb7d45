{#-
    What a project knows to be lost on the way into the stage of a model without swap_rows_from, as {column: values};
    with it, staged_swap_source_counts says so.
-#}
{% macro staged_swap_losses(build) %}
    {{- return(adapter.dispatch('staged_swap_losses', 'monday')(build)) -}}
{% endmacro %}

{% macro default__staged_swap_losses(build) %}
    {{- return({}) -}}
{% endmacro %}
