{#- What a board's YAML says of a column, for staged_swap: {type, loss, counted, id, monday_type, gone, listed}, none where it says nothing. -#}
{% macro duckdb__staged_swap_column_facts(column) %}
    {{- return(monday.monday_column_facts(column)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_column_facts(column) %}
    {{- return(monday.monday_column_facts(column)) -}}
{% endmacro %}

{#-
    A column whose meta names its monday type gets type and loss condition from that type's macro;
    one with meta `data_type`, or the key, that type; any other what its YAML's `data_type` says.
-#}
{% macro monday_column_facts(column) %}
    {%- set meta = column.config.meta -%}
    {%- if meta.monday_type -%}
        {{- return(dict(
            monday.monday_type_answers(meta),
            id=meta.monday_id, monday_type=meta.monday_type, gone=meta.monday_gone, listed=true,
        )) -}}
    {%- elif meta.monday_key or meta.data_type -%}
        {{- return({'type': monday.monday_sql_type(meta.data_type or 'nvarchar(100)'), 'loss': none, 'listed': true}) -}}
    {%- endif -%}
    {{- return(monday.default__staged_swap_column_facts(column)) -}}
{% endmacro %}

{#- What the macro of a column's type says of it, {type, loss, counted}; one of the project's own may not know that question. -#}
{% macro monday_type_answers(meta) %}
    {%- set macro = monday.monday_type_macro(meta.monday_type) -%}
    {%- set facts = macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='facts') -%}
    {%- if facts is mapping -%}
        {{- return(facts) -}}
    {%- endif -%}
    {%- set counted = macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='counted') -%}
    {{- return({
        'type': macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='type'),
        'loss': macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='loss'),
        'counted': counted if counted is mapping else none,
    }) -}}
{% endmacro %}
