{#-
    The values lost on the way into the stage of a model without swap_rows_from, if the project knows them: {column:
    values}. For a model with swap_rows_from, staged_swap_source_counts returns them.
-#}
{% macro staged_swap_losses(build) %}
    {{- return(adapter.dispatch('staged_swap_losses', 'monday')(build)) -}}
{% endmacro %}

{% macro default__staged_swap_losses(build) %}
    {{- return({}) -}}
{% endmacro %}
