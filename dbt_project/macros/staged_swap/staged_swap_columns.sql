{#-
    The table's columns in order: [{name, type, loss?, id?}]. Where staged_swap_column_facts calls every
    column of the YAML `listed`, the YAML is the list; otherwise the query is, with the types that are
    known and the query's own for the others.
-#}
{% macro staged_swap_columns(build) %}
    {%- set known, listed, described = {}, [], build.node.columns.values() | list -%}
    {%- for facts in monday.staged_swap_column_facts(described) if facts is not none -%}
        {%- do known.update({facts.name | lower: facts}) -%}
        {%- if facts.listed -%}{%- do listed.append(facts) -%}{%- endif -%}
    {%- endfor -%}
    {%- if listed | length == described | length and listed -%}
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
        {%- do build.update({'column_names': monday.column_names(columns | map(attribute='name'))}) -%}
    {%- endif -%}
    {{- return(build.column_names) -}}
{% endmacro %}

{#-
    What each column of the model's YAML says of the table: none, or {name, type, listed?} and whatever the project's
    own staged_swap_source_counts wants to find there. `type` is SQL of the engine; `listed` says that
    the YAML names every column of the query, which then is not asked for them. An engine's own macro
    of this name, duckdb__staged_swap_column_facts, goes before the default, which knows `data_type` alone.
    All columns are asked about at once: a wide table has few kinds of them.
-#}
{% macro staged_swap_column_facts(columns) %}
    {{- return(adapter.dispatch('staged_swap_column_facts', 'monday')(columns)) -}}
{% endmacro %}

{% macro default__staged_swap_column_facts(columns) %}
    {%- set found = [] -%}
    {%- for column in columns -%}
        {%- do found.append({'name': column.name, 'type': column.data_type} if column.data_type else none) -%}
    {%- endfor -%}
    {{- return(found) -}}
{% endmacro %}
