{#-
    One `create index` statement for each entry of meta swap_indexes, named IX_<table>_<n> after production, whichever
    table it is created on: on SQL Server it is created on the stage and swapped in with it. Wrong entries fail the
    build.
-#}
{% macro staged_swap_index_statements(build, relation) %}
    {%- set statements = [] -%}
    {%- for index in build.settings.swap_indexes -%}
        {%- if index is not mapping or not index.get('columns') or index | reject('in', ['columns', 'unique', 'include']) | list -%}
            {%- do exceptions.raise_compiler_error(
                "Model " ~ build.node.name ~ " has the index " ~ (index | tojson) ~ " in meta swap_indexes; an index is"
                ~ " {columns: [names], unique: true or false, include: [names]}."
            ) -%}
        {%- endif -%}
        {%- set names = {'columns': [], 'include': []} -%}
        {%- for list in names -%}
            {%- do names.update({list: monday.column_names(index.get(list) or [])}) -%}
        {%- endfor -%}
        {%- do statements.append(monday.staged_swap_index_sql(
            monday.staged_swap_index_name(build.production, loop.index), relation, names.columns, names.include, index.get('unique', false)
        )) -%}
    {%- endfor -%}
    {{- return(statements) -}}
{% endmacro %}

{% macro staged_swap_index_sql(name, relation, columns, include, unique) %}
    {{- return(adapter.dispatch('staged_swap_index_sql', 'monday')(name, relation, columns | join(', '), include | join(', '), 'unique ' if unique else '')) -}}
{% endmacro %}

{% macro default__staged_swap_index_sql(name, relation, columns, include, unique) %}
    {%- do monday.no_engine_macro('staged_swap_index_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_index_sql(name, relation, columns, include, unique) %}
    {{- return('create ' ~ unique ~ 'index ' ~ monday.column_name(name) ~ ' on ' ~ monday.staged_swap_name(relation) ~ ' (' ~ columns ~ ')') -}}
{% endmacro %}

{% macro sqlserver__staged_swap_index_sql(name, relation, columns, include, unique) %}
    {{- return(
        'create ' ~ unique ~ 'nonclustered index ' ~ monday.column_name(name) ~ ' on ' ~ monday.staged_swap_name(relation) ~ ' (' ~ columns ~ ')'
        ~ (' include (' ~ include ~ ')' if include else '')
    ) -}}
{% endmacro %}
