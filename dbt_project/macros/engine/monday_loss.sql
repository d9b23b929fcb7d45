{#- The 'loss' of `monday_cell`: content without a value, or with more than the value holds. -#}
{% macro monday_loss(fact, part, converted) %}
    {%- set content = monday_filled(fact.source) ~ " is not null" -%}
    {%- if fact.get('content') is not none -%}
        {%- set content = fact.content -%}
    {%- elif not part and fact.source != 'text' -%}
        {%- set content = "(" ~ monday_filled('text') ~ " is not null or " ~ content ~ ")" -%}
    {%- endif -%}
    {%- set wrong = ["(" ~ converted.value ~ ") is null"] -%}
    {%- if converted.lost is not none -%}
        {%- do wrong.append(converted.lost) -%}
    {%- endif -%}
    {%- set loss = content ~ " and (" ~ wrong | join(' or ') ~ ")" -%}
    {%- set cut = monday_json_cut(fact.source) if part else none -%}
    {{- return(loss if cut is none else "(" ~ loss ~ ") or (" ~ cut ~ ")") -}}
{% endmacro %}
