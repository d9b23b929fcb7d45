{#- Sentences on what a project holds against a model itself, for which it is not built; asked before anything is made. -#}
{% macro staged_swap_model_problems(node) %}
    {{- return(adapter.dispatch('staged_swap_model_problems', 'monday')(node)) -}}
{% endmacro %}

{% macro default__staged_swap_model_problems(node) %}
    {{- return([]) -}}
{% endmacro %}
