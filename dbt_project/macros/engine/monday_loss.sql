{#- The 'loss' of `monday_cell`: the content has no value, or the value holds less than the content. -#}
{% macro monday_loss(fact, part, converted) %}
    {%- set content = monday.monday_content(fact, part) -%}
    {%- set loss = monday.monday_lost(content, converted, fact.get('lost')) -%}
    {%- set cut = monday.monday_json_cut(fact.source) if part else none -%}
    {{- return(loss if cut is none else "(" ~ loss ~ ") or (" ~ cut ~ ")") -}}
{% endmacro %}

{#-
    A condition: `content` (itself a condition) is true, and the value is NULL or holds less than the content.
    `converted` is what monday_convert returned; `beside` is a further condition for a loss.
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

{#-
    A condition: the cell has what this column or part is read from (`content`, or else its source) or, for a column,
    text that monday displays.
-#}
{% macro monday_content(fact, part) %}
    {%- set source = fact.get('content') or fact.source -%}
    {%- set content = monday.monday_has_text(source) -%}
    {%- if not part and source != 'text' -%}
        {{- return("(" ~ monday.monday_has_text('text') ~ " or " ~ content ~ ")") -}}
    {%- endif -%}
    {{- return(content) -}}
{% endmacro %}

{#-
    The 'counted' of `monday_cell`: {content, lost?}. Cells without a value are counted as the cells with `content`
    minus the values in the table; cells whose value holds less than the content are those that are `lost`, of which few
    need a conversion. Returns none if every text is its own value, so that no conversion takes place, if an empty cell
    has a value, or if a part may be cut.
-#}
{% macro monday_loss_counted(fact, part, converted) %}
    {%- if converted.never_null or fact.get('empty') is not none or (part and monday.monday_json_cut(fact.source) is not none) -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- set content = monday.monday_content(fact, part) -%}
    {%- set lost = [converted.lost, fact.get('lost')] | reject('none') | join(' or ') -%}
    {{- return({
        'content': content, 'lost': "(" ~ lost ~ ") and " ~ content ~ " and " ~ converted.value ~ " is not null" if lost else none,
    }) -}}
{% endmacro %}
