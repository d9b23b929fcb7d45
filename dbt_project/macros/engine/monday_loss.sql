{#- The 'loss' of `monday_cell`: content without a value, or with more than the value holds. -#}
{% macro monday_loss(fact, part, converted) %}
    {%- set content = monday_has_text(fact.source) -%}
    {%- if not part and fact.source != 'text' -%}
        {%- set content = "(" ~ monday_has_text('text') ~ " or " ~ content ~ ")" -%}
    {%- endif -%}
    {%- set lost = [converted.lost, fact.get('lost')] | reject('none') | join(' or ') -%}
    {%- if converted.never_null -%}
        {%- set loss = lost -%}
    {%- elif lost -%}
        {%- set loss = content ~ " and (" ~ converted.value ~ " is null or " ~ lost ~ ")" -%}
    {%- else -%}
        {%- set loss = content ~ " and " ~ converted.value ~ " is null" -%}
    {%- endif -%}
    {%- set cut = monday_json_cut(fact.source) if part else none -%}
    {{- return(loss if cut is none else "(" ~ loss ~ ") or (" ~ cut ~ ")") -}}
{% endmacro %}
