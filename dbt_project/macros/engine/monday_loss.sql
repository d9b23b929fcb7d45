{#- The 'loss' of `monday_cell`: content without a value, or with more than the value holds. -#}
{% macro monday_loss(fact, part, converted) %}
    {%- set content = monday.monday_has_text(fact.source) -%}
    {%- if not part and fact.source != 'text' -%}
        {%- set content = "(" ~ monday.monday_has_text('text') ~ " or " ~ content ~ ")" -%}
    {%- endif -%}
    {%- set loss = monday.monday_lost(content, converted, fact.get('lost')) -%}
    {%- set cut = monday.monday_json_cut(fact.source) if part else none -%}
    {{- return(loss if cut is none else "(" ~ loss ~ ") or (" ~ cut ~ ")") -}}
{% endmacro %}

{#-
    A condition: there is content, a condition of its own, and no value of it or less than it holds.
    `converted` is what monday_convert returned, `beside` a further condition for what is lost.
-#}
{% macro monday_lost(content, converted, beside=none) %}
    {%- set lost = [converted.lost, beside] | reject('none') | join(' or ') -%}
    {%- if converted.never_null -%}
        {{- return(lost) -}}
    {%- elif lost -%}
        {{- return(content ~ " and (" ~ converted.value ~ " is null or " ~ lost ~ ")") -}}
    {%- endif -%}
    {{- return(content ~ " and " ~ converted.value ~ " is null") -}}
{% endmacro %}
