{#- Sentences about why a project refuses to build a model; called before anything is created. -#}
{% macro staged_swap_model_problems(node) %}
    {{- return(adapter.dispatch('staged_swap_model_problems', 'monday')(node)) -}}
{% endmacro %}

{% macro default__staged_swap_model_problems(node) %}
    {{- return([]) -}}
{% endmacro %}
