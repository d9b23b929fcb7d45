{#- What a board's YAML says of its columns, for staged_swap: {name, type, loss, counted, id, monday_type, gone, listed} each, none where it says nothing. -#}
{% macro duckdb__staged_swap_column_facts(columns) %}
    {{- return(monday.monday_column_facts(columns)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_column_facts(columns) %}
    {{- return(monday.monday_column_facts(columns)) -}}
{% endmacro %}

{#-
    A column whose meta names its monday type gets type and loss condition from that type's macro;
    one with meta `data_type`, or the key, that type; any other what its YAML's `data_type` says.
    Columns of one kind share the answer.
-#}
{% macro monday_column_facts(columns) %}
    {%- set found, answers = [], {} -%}
    {%- for column in columns -%}
        {%- set meta = column.config.meta -%}
        {%- if meta.monday_type -%}
            {%- set kind = [meta.monday_type, meta.data_type, meta.part] | join('/') -%}
            {%- if kind not in answers -%}{%- do answers.update({kind: monday.monday_type_answers(meta)}) -%}{%- endif -%}
            {%- do found.append(dict(
                answers[kind] if answers[kind] is mapping else monday.monday_own_answers(meta),
                name=column.name, id=meta.monday_id, monday_type=meta.monday_type, gone=meta.monday_gone, listed=true,
            )) -%}
        {%- elif meta.monday_key or meta.data_type -%}
            {%- do found.append({'name': column.name, 'type': monday.monday_sql_type(meta.data_type or 'nvarchar(100)'), 'loss': none, 'listed': true}) -%}
        {%- else -%}
            {%- do found.extend(monday.default__staged_swap_column_facts([column])) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

{#- What the macro of a type says of columns of this kind, {type, loss, counted}; none where it is the project's own, which may answer for each column. -#}
{% macro monday_type_answers(meta) %}
    {%- set macro = monday.monday_type_macro(meta.monday_type) -%}
    {#- By another name, since dbt reads what is dispatched ahead, and takes no name that is known only here. -#}
    {%- set engine = adapter -%}
    {%- set answering = engine.dispatch(macro.macro.name, 'monday').macro -%}
    {%- if answering.package_name != 'monday' or not answering.name.startswith('default__') -%}
        {{- return(none) -}}
    {%- endif -%}
    {{- return(macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='facts')) -}}
{% endmacro %}

{#- The same of a column whose type has a macro of the project's own. It may not know that question. -#}
{% macro monday_own_answers(meta) %}
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
