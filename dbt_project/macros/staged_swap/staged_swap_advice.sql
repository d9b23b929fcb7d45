{#- What a project may add to a refusal: how its users get there. `about` is take_over, history or columns. -#}
{% macro staged_swap_advice(about) %}
    {{- return(adapter.dispatch('staged_swap_advice', 'monday')(about)) -}}
{% endmacro %}

{% macro default__staged_swap_advice(about) %}
    {{- return('') -}}
{% endmacro %}
