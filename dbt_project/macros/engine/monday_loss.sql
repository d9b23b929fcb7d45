{#- The 'loss' of `monday_cell`: content without a value, or with more than the value holds. -#}
{% macro monday_loss(fact, part, converted) %}
    {%- set content = monday_has_text(fact.source) -%}
    {%- if not part and fact.source != 'text' -%}
        {%- set content = "(" ~ monday_has_text('text') ~ " or " ~ content ~ ")" -%}
    {%- endif -%}
    {%- if converted.never_null -%}
        {%- set loss = converted.lost -%}
    {%- elif converted.lost is none -%}
        {%- set loss = content ~ " and " ~ converted.value ~ " is null" -%}
    {%- else -%}
        {%- set loss = content ~ " and (" ~ converted.value ~ " is null or " ~ converted.lost ~ ")" -%}
    {%- endif -%}
    {%- set cut = monday_json_cut(fact.source) if part else none -%}
    {{- return(loss if cut is none else "(" ~ loss ~ ") or (" ~ cut ~ ")") -}}
{% endmacro %}
