{#-
    What a board's YAML says about its columns, for staged_swap: for each {name, type, loss, counted, id, monday_type,
    gone, listed}, or none if it says nothing.
-#}
{% macro duckdb__staged_swap_column_facts(columns) %}
    {{- return(monday.monday_column_facts(columns)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_column_facts(columns) %}
    {{- return(monday.monday_column_facts(columns)) -}}
{% endmacro %}

{#-
    A column whose meta names its monday type takes its type and loss condition from that type's macro; a column with
    meta `data_type`, and the key, have that type; any other column has the `data_type` of its YAML. Columns of one kind
    share the answer.
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

{#-
    What a type's macro answers for columns of this kind, {type, loss, counted}; none if the macro is the project's own,
    which may answer differently for each column.
-#}
{% macro monday_type_answers(meta) %}
    {%- set macro = monday.monday_type_macro(meta.monday_type) -%}
    {#-
        An alias, because dbt's static parser resolves `adapter.dispatch` calls and rejects a name that is known only at
        run time.
    -#}
    {%- set engine = adapter -%}
    {%- set answering = engine.dispatch(macro.macro.name, 'monday').macro -%}
    {%- if answering.package_name != 'monday' or not answering.name.startswith('default__') -%}
        {{- return(none) -}}
    {%- endif -%}
    {{- return(macro(meta.monday_id, data_type=meta.data_type, part=meta.part, get='facts')) -}}
{% endmacro %}

{#- The same for a column whose type has a macro of the project's own, which may not support get='facts'. -#}
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
