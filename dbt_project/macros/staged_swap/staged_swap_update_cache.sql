{#- Updates dbt's cache of relations after the exchange, because dbt's own macros did not perform it. -#}
{% macro staged_swap_update_cache(build, found) %}
    {%- if found.production is not none -%}
        {%- do adapter.cache_dropped(build.production.incorporate(type=found.production.type)) -%}
    {%- endif -%}
    {%- do adapter.cache_added(build.production) -%}
    {%- if build.settings.swap_keep_previous and found.production is not none and found.previous is none -%}
        {%- do adapter.cache_added(build.previous) -%}
    {%- endif -%}
{% endmacro %}
