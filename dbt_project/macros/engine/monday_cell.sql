{#-
    What a type macro answers about one column: `get` is
      'expression'  aggregate SQL over an item's rows of raw, ending in a cast to the SQL type;
      'type'        the SQL type on this engine;
      'loss'        a condition over one row of raw, true where the cell has content but its
                    value is NULL or less than the content; none where that cannot be;
      'counted'     none, or {content, lost}: conditions by which losses are counted without converting every cell
                    again, see monday_loss_counted;
      'facts'       the last three as {type, loss, counted}, which costs a third of asking for each.
    `facts` maps a part ('' is the column itself) to {source, type, empty?, lost?, content?, shown?}: SQL text over
    the row, SQL Server's type, the value of an item without the cell (NULL unless given), a condition
    for what the cell holds beside the source, SQL text that is filled where a value is expected,
    if that is not the source, and a condition by which the cell's text is its source, if that is less than to compare them.
-#}
{% macro monday_cell(monday_type, column_id, data_type, part, get, facts) %}
    {%- set fact = facts.get(part or '') -%}
    {%- if fact is none -%}
        {%- set parts = facts | reject('equalto', '') | join(', ') -%}
        {%- do exceptions.raise_compiler_error(
            "A column of type " ~ monday_type ~ " has no part " ~ part
            ~ (" (it has: " ~ parts ~ ")" if parts else "") ~ "; asked for column " ~ column_id ~ "."
        ) -%}
    {%- endif -%}
    {%- set wanted = data_type or fact.type -%}
    {%- if get == 'type' -%}
        {{- return(monday.monday_sql_type(wanted)) -}}
    {%- endif -%}
    {#- A wide table has few kinds of columns: what is made of a source and a type is kept with the model that is rendered. -#}
    {%- set kept, within = (model.setdefault('monday_conversions', {}), (model.staged_swap_rendered or model).unique_id) if model is mapping else ({}, '') -%}
    {%- set kind = (get, within, wanted, part is none, fact.source) -%}
    {%- if kind not in kept -%}
        {%- set named = monday.monday_named(fact.source, wanted, get) -%}
        {%- set whole = monday.monday_convert(named.read, wanted) -%}
        {%- set converted = whole if part else monday.monday_of_text(dict(fact, source=named.read), wanted, whole) -%}
        {%- do kept.update({kind: (monday.monday_sql_type(wanted), converted, named.ids)}) -%}
    {%- endif -%}
    {%- set sql_type, converted, ids = kept[kind] -%}
    {%- if column_id not in ids -%}{%- do ids.append(column_id) -%}{%- endif -%}
    {%- if get == 'facts' -%}
        {{- return({
            'type': sql_type,
            'loss': monday.monday_loss(fact, part, converted),
            'counted': monday.monday_loss_counted(fact, part, converted),
        }) -}}
    {%- elif get == 'loss' -%}
        {{- return(monday.monday_loss(fact, part, converted)) -}}
    {%- elif get == 'counted' -%}
        {{- return(monday.monday_loss_counted(fact, part, converted)) -}}
    {%- elif get != 'expression' -%}
        {%- do exceptions.raise_compiler_error("get is expression, type, loss, counted or facts, not " ~ get ~ ".") -%}
    {%- endif -%}
    {%- set found = "max(case when column_id = '" ~ (column_id | replace("'", "''")) ~ "' then " ~ converted.value ~ " end)" -%}
    {%- if fact.get('empty') is not none -%}
        {%- set found = "coalesce(" ~ found ~ ", " ~ fact.empty ~ ")" -%}
    {%- endif -%}
    {{- return("cast(" ~ found ~ " as " ~ sql_type ~ ")") -}}
{% endmacro %}
