{#-
    The table's columns in order: [{name, type, loss?, id?}]. If staged_swap_column_facts calls every column of the YAML
    `listed`, the YAML is the list. Otherwise the query's columns are, with the types known from the YAML and, for the
    others, those of the query.
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

{#- The columns' quoted names, computed once for each build. -#}
{% macro staged_swap_column_names(build, columns) %}
    {%- if 'column_names' not in build -%}
        {%- do build.update({'column_names': monday.column_names(columns | map(attribute='name'))}) -%}
    {%- endif -%}
    {{- return(build.column_names) -}}
{% endmacro %}

{#-
    What each column of the model's YAML says about the table: none, or {name, type, listed?} and whatever the project's
    own staged_swap_source_counts needs. `type` is SQL of the engine; `listed` says that the YAML names every column of
    the query, so that the query is not described. An engine-specific macro of this name, such as
    duckdb__staged_swap_column_facts, overrides the default, which knows only `data_type`. It takes all columns at once,
    because a wide table has few kinds of them.
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
