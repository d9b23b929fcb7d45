{#-
    What a project adds to a refusal: how its users resolve it. `about` is take_over, history, columns, rows or
    unloaded; `name` is the table.
-#}
{% macro staged_swap_advice(about, name="") %}
    {{- return(adapter.dispatch('staged_swap_advice', 'monday')(about, name)) -}}
{% endmacro %}

{% macro default__staged_swap_advice(about, name="") %}
    {{- return('') -}}
{% endmacro %}
