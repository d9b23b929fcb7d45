{#-
    The table's columns in order: [{name, type, loss?, id?}]. Where staged_swap_column_facts calls every
    column of the YAML `listed`, the YAML is the list; otherwise the query is, with the types that are
    known and the query's own for the others.
-#}
{% macro staged_swap_columns(build) %}
    {%- set known = {} -%}
    {%- set listed = [] -%}
    {%- for column in build.node.columns.values() -%}
        {%- set facts = monday.staged_swap_column_facts(column) -%}
        {%- if facts is not none -%}
            {%- do known.update({column.name | lower: dict(facts, name=column.name)}) -%}
        {%- endif -%}
        {%- if facts is not none and facts.listed -%}
            {%- do listed.append(known[column.name | lower]) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if listed | length == build.node.columns | length and listed -%}
        {{- return(listed) -}}
    {%- endif -%}
    {%- set columns = [] -%}
    {%- for row in monday.staged_swap_execute(monday.staged_swap_describe_sql(build.query), fetch=true).rows -%}
        {%- set facts = known.get(row[0] | lower, {'type': row[1]}) -%}
        {%- do columns.append(facts if facts.listed else dict(facts, name=row[0])) -%}
    {%- endfor -%}
    {{- return(columns) -}}
{% endmacro %}

{#- The columns' names, quoted. They are quoted once. -#}
{% macro staged_swap_column_names(build, columns) %}
    {%- if 'column_names' not in build -%}
        {%- set names = [] -%}
        {%- for column in columns -%}{%- do names.append(monday.column_name(column.name)) -%}{%- endfor -%}
        {%- do build.update({'column_names': names}) -%}
    {%- endif -%}
    {{- return(build.column_names) -}}
{% endmacro %}

{#-
    What a column of the model's YAML says of the table: none, or {type, listed?} and whatever the project's
    own staged_swap_source_counts wants to find there. `type` is SQL of the engine; `listed` says that
    the YAML names every column of the query, which then is not asked for them. An engine's own macro
    of this name, duckdb__staged_swap_column_facts, goes before the default, which knows `data_type` alone.
-#}
{% macro staged_swap_column_facts(column) %}
    {{- return(adapter.dispatch('staged_swap_column_facts', 'monday')(column)) -}}
{% endmacro %}

{% macro default__staged_swap_column_facts(column) %}
    {{- return({'type': column.data_type} if column.data_type else none) -}}
{% endmacro %}
