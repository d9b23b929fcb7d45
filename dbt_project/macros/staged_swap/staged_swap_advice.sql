{#- What a project may add to a refusal: how its users get there. `about` is take_over, history, columns, rows or unloaded: of table `name`. -#}
{% macro staged_swap_advice(about, name="") %}
    {{- return(adapter.dispatch('staged_swap_advice', 'monday')(about, name)) -}}
{% endmacro %}

{% macro default__staged_swap_advice(about, name="") %}
    {{- return('') -}}
{% endmacro %}
