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
        {%- set macro = monday.monday_types().get(meta.monday_type, monday.monday_unknown) -%}
        {{- return({
            'id': meta.monday_id,
            'monday_type': meta.monday_type,
            'gone': meta.monday_gone,
            'type': macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='type'),
            'loss': macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='loss'),
            'counted': monday.monday_counted(macro, meta),
            'listed': true,
        }) -}}
    {%- elif meta.monday_key or meta.data_type -%}
        {{- return({'type': monday.monday_sql_type(meta.data_type or 'nvarchar(100)'), 'loss': none, 'listed': true}) -}}
    {%- endif -%}
    {{- return(monday.default__staged_swap_column_facts(column)) -}}
{% endmacro %}

{#- What a type's macro says of how its losses are counted; a macro of the project's own may know nothing of that. -#}
{% macro monday_counted(macro, meta) %}
    {%- set counted = macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='counted') -%}
    {{- return(counted if counted is mapping else none) -}}
{% endmacro %}
