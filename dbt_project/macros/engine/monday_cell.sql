{#-
    Answers a question about one column on behalf of a type macro. `get` is
      'expression'  aggregate SQL over an item's rows of raw, ending in a cast to the SQL type;
      'type'        the SQL type on this engine;
      'loss'        a condition over one row of raw, true if the cell has content but its
                    value is NULL or holds less than the content; none if that is impossible;
      'counted'     none, or {content, lost}: conditions that count losses without converting every cell
                    again, see monday_loss_counted;
      'facts'       the last three as {type, loss, counted}, at a third of the cost of asking for each.
    `facts` maps a part ('' is the column itself) to {source, type, empty?, lost?, content?, shown?}:
      source        SQL text over the row;
      type          SQL Server's type;
      empty         the value of an item without the cell (default NULL);
      lost          a condition that is true if the cell holds something besides the source;
      content       SQL text that is not empty if a value is expected, unless that is the source;
      shown         a condition that the cell's text equals its source, if cheaper than comparing the two.
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
    {#-
        A wide table has few kinds of columns, so the conversion of each source and type is cached with the model being
        rendered.
    -#}
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
