{#-
    meta swap_exchange: rows. Keeps the table and exchanges its rows for those of the stage: for tables with triggers,
    full-text indexes, foreign keys or anything else that is attached to the table and would be dropped with it, and for
    readers on a replica, which a rename disturbs.
-#}

{#- Whether this build exchanges rows: the model asks for it, and there is a table to keep. -#}
{% macro staged_swap_by_rows(build, found) %}
    {{- return(
        build.settings.swap_exchange == 'rows' and found.production is not none and found.production.type == 'table'
    ) -}}
{% endmacro %}

{#-
    Requires production to have the stage's shape, so that it can take its rows. If the shape has changed, the build
    fails; with --full-refresh it swaps the table this once, unless something attached to the table would be dropped
    with it.
-#}
{% macro staged_swap_fit(build) %}
    {%- set differences = monday.staged_swap_shape_differences(build) -%}
    {%- if differences and build.accepted -%}
        {%- do monday.staged_swap_refuse_for(build, monday.staged_swap_dependents(build.production, build.settings.swap_drops)) -%}
        {%- do log("staged_swap: " ~ build.production ~ ": swapped this once: " ~ differences | join(', '), info=true) -%}
        {%- do build.settings.update({'swap_exchange': 'swap'}) -%}
    {%- elif differences -%}
        {%- do monday.staged_swap_refuse_for(build, [
            "swap_exchange is rows, which keeps the table, and its shape is no longer the model's: " ~ differences | join(', ')
            ~ "; alter it to be as " ~ build.stage ~ ", which stands until the next build, or swap it once by dbt build --full-refresh -s " ~ build.node.name
        ]) -%}
    {%- endif -%}
{% endmacro %}

{#-
    Where production differs from the empty stage: columns, key, masks, and indexes of the settings. If tables are swapped,
    also a unique index that somebody else made: a swap drops it, but until then it may refuse rows that the model has.
-#}
{% macro staged_swap_shape_differences(build) %}
    {%- set shapes = monday.staged_swap_shapes({'new': build.stage, 'old': build.production}) -%}
    {%- set new, old = shapes.new, shapes.old -%}
    {%- set differences = monday.staged_swap_column_differences(new.column, old.column) if new.column or old.column else [] -%}
    {%- if build.key | join(', ') | lower != old.key.values() | join(', ') | lower -%}
        {%- do differences.append('the key is another') -%}
    {%- endif -%}
    {%- set others = dict(old.index) -%}
    {%- for index in build.settings.swap_indexes -%}
        {%- set name = monday.staged_swap_index_name(build.production, loop.index) -%}
        {%- set stands = others.pop(name | lower, none) -%}
        {%- if stands is none or stands | lower != monday.staged_swap_index_text(index) | lower -%}
            {%- do differences.append('the index ' ~ monday.printable(name) ~ ' is ' ~ ('missing' if stands is none else 'another')) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for name, text in others.items() if text.startswith('unique') and build.settings.swap_exchange == 'swap' -%}
        {%- do differences.append('the unique index ' ~ monday.printable(name) ~ " is not the model's") -%}
    {%- endfor -%}
    {%- for name in monday.staged_swap_masks_to_come(build) -%}
        {%- do differences.append('the column ' ~ monday.printable(name) ~ ' is to be masked') -%}
    {%- endfor -%}
    {{- return(differences) -}}
{% endmacro %}

{#- The differences in columns. `new` and `old` are {name: type} of the columns that are not the same in both. -#}
{% macro staged_swap_column_differences(new, old) %}
    {%- set differences = [] -%}
    {%- for name in new if name not in old -%}
        {%- do differences.append('the column ' ~ monday.printable(name) ~ ' is new') -%}
    {%- endfor -%}
    {%- for name in old if name not in new -%}
        {%- do differences.append('the column ' ~ monday.printable(name) ~ ' is gone') -%}
    {%- endfor -%}
    {%- for name, type in new.items() if old.get(name, type) != type -%}
        {%- do differences.append('the column ' ~ monday.printable(name) ~ ' is ' ~ type ~ ' and was ' ~ old[name]) -%}
    {%- endfor -%}
    {{- return(differences) -}}
{% endmacro %}

{#-
    The shape of each of `tables`, {place: relation}, all in one schema: {column: {name: type}, key: {position: names},
    index: {lower-case name: text as in staged_swap_index_text}}. Columns that two of the tables have in common are left
    out.
-#}
{% macro staged_swap_shapes(tables) %}
    {%- set shapes = {} -%}
    {%- for place in tables -%}{%- do shapes.update({place: {'column': {}, 'key': {}, 'index': {}}}) -%}{%- endfor -%}
    {%- for row in monday.staged_swap_execute(monday.staged_swap_shapes_sql(tables), fetch=true, begin=false).rows -%}
        {%- do shapes[row[0]][row[1]].update({row[2] | lower if row[1] == 'index' else row[2]: row[3]}) -%}
    {%- endfor -%}
    {{- return(shapes) -}}
{% endmacro %}

{#- An entry of swap_indexes in the form that staged_swap_shapes_sql returns. -#}
{% macro staged_swap_index_text(index) %}
    {{- return(adapter.dispatch('staged_swap_index_text', 'monday')(index)) -}}
{% endmacro %}

{% macro default__staged_swap_index_text(index) %}
    {{- return(
        ('unique ' if index.get('unique', false) else '') ~ index.columns | join(', ')
        ~ (' include ' ~ index.include | sort(case_sensitive=true) | join(', ') if index.get('include') else '')
    ) -}}
{% endmacro %}

{#- DuckDB's catalog gives an index's columns as text in a form of its own, so they are not compared. -#}
{% macro duckdb__staged_swap_index_text(index) %}
    {{- return('unique' if index.get('unique', false) else '') -}}
{% endmacro %}

{#- Columns that dbt's config masks and production does not mask yet. -#}
{% macro staged_swap_masks_to_come(build) %}
    {{- return(adapter.dispatch('staged_swap_masks_to_come', 'monday')(build)) -}}
{% endmacro %}

{% macro default__staged_swap_masks_to_come(build) %}
    {{- return([]) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_masks_to_come(build) %}
    {%- set asked = monday.staged_swap_masks(build) | map('lower') | list -%}
    {%- set masked = monday.sqlserver__staged_swap_masked(build.production) | map('lower') | list if asked else [] -%}
    {{- return(asked | reject('in', masked) | list) -}}
{% endmacro %}

{#- Sentences about what prevents an exchange of rows; empty if nothing does. -#}
{% macro staged_swap_rows_problems(relation) %}
    {%- set problems, asked = [], monday.staged_swap_rows_problems_sql(relation) -%}
    {%- if asked is not none -%}
        {%- for row in monday.staged_swap_execute(asked, fetch=true, begin=false).rows -%}
            {%- do problems.append(monday.printable(row[0])) -%}
        {%- endfor -%}
    {%- endif -%}
    {{- return(problems) -}}
{% endmacro %}

{#- A query with one such sentence in each row; none for an engine on which nothing prevents it. -#}
{% macro staged_swap_rows_problems_sql(relation) %}
    {{- return(adapter.dispatch('staged_swap_rows_problems_sql', 'monday')(relation)) -}}
{% endmacro %}

{% macro default__staged_swap_rows_problems_sql(relation) %}
    {%- do monday.no_engine_macro('staged_swap_rows_problems_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_rows_problems_sql(relation) %}
    {{- return(none) -}}
{% endmacro %}

{#- A security policy's filter hides rows from the build too; an INSTEAD OF trigger replaces the build's changes by others. -#}
{% macro sqlserver__staged_swap_rows_problems_sql(relation) %}
    {%- set object = "object_id(" ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(relation)) ~ ")" -%}
    {%- set sql -%}
        select concat('the trigger ', r.name, ' runs instead of what the build does; drop it, or make it an AFTER trigger') as problem
        from sys.triggers as r
        where r.parent_id = {{ object }} and r.parent_class = 1 and r.is_instead_of_trigger = 1 and r.is_disabled = 0
        {{ monday.sqlserver__staged_swap_unreachable_sql(object) }}
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
