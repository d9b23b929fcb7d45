{#- The 'loss' of `monday_cell`: content without a value, or with more than the value holds. -#}
{% macro monday_loss(fact, part, converted) %}
    {%- set content = monday.monday_content(fact, part) -%}
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

{#- A condition: the cell has what this column, or part, is read from (`content`, where that is more than its source); of a column, also what monday displays. -#}
{% macro monday_content(fact, part) %}
    {%- set source = fact.get('content') or fact.source -%}
    {%- set content = monday.monday_has_text(source) -%}
    {%- if not part and source != 'text' -%}
        {{- return("(" ~ monday.monday_has_text('text') ~ " or " ~ content ~ ")") -}}
    {%- endif -%}
    {{- return(content) -}}
{% endmacro %}

{#-
    The 'counted' of `monday_cell`: {content, lost?}. What has no value is counted as cells with `content`, less values in the
    table, and what has less than its content as cells that are `lost`, of which few are converted to be sure. None where
    a text is its own value, which no conversion is needed for, where an empty cell has a value, and where a part may be cut.
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
