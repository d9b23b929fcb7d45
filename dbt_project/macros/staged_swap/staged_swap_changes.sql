{#-
    What a project knows about changes to the rows that its models read: none, or {state, why, changed, count, of, column}.
      state    a text that identifies the source's current state, for the next build; none if there is no such text
      why      why the changes since `since`, the state that the last build read, are unknown; else none
      changed  a query for `changed_key`: each key of the source whose rows were written or removed since
      count    the number of these keys; `of` is the number of all keys
      column   the source's column with these keys. The model marks by staged_swap_changed where its query can be limited to
               them, and the first column of its unique_key is that column, cast
    Called inside the transaction in which the rows are read. An engine-specific macro of this name overrides the default.
-#}
{% macro staged_swap_changes(build, since) %}
    {{- return(adapter.dispatch('staged_swap_changes', 'monday')(build, since)) -}}
{% endmacro %}

{% macro default__staged_swap_changes(build, since) %}
    {{- return(none) -}}
{% endmacro %}

{#- The source table that a model without swap_rows_from reads, whose loads wait while it is read; or none. -#}
{% macro staged_swap_reads(node) %}
    {{- return(adapter.dispatch('staged_swap_reads', 'monday')(node)) -}}
{% endmacro %}

{% macro default__staged_swap_reads(node) %}
    {{- return(none) -}}
{% endmacro %}

{#-
    A condition on the source's rows for a model's query. It is true for every row; a build of changed rows replaces it
    by one on the changed keys. `column` is that of staged_swap_changes.
-#}
{% macro staged_swap_changed(column) %}
    {{- return('1 = 1 /* staged_swap_changed ' ~ column ~ ' */') -}}
{% endmacro %}

{#- A query with staged_swap_changed's condition replaced by one on the changed keys. -#}
{% macro staged_swap_of_changed(build, query) %}
    {%- set column = build.part.column -%}
    {{- return(query | replace(monday.staged_swap_changed(column), column ~ ' in (select changed_key from ' ~ monday.staged_swap_keys(build) ~ ')')) -}}
{% endmacro %}

{#- A condition on rows of the table: their key is one of the changed keys. -#}
{% macro staged_swap_is_changed(build, columns) %}
    {%- set conditions = [] -%}
    {%- for column in columns if column.name | lower == build.key[0] | lower -%}
        {%- do conditions.append(
            monday.column_name(column.name) ~ ' in (select cast(changed_key as ' ~ column.type ~ ') from ' ~ monday.staged_swap_keys(build) ~ ')'
        ) -%}
    {%- endfor -%}
    {{- return(conditions[0]) -}}
{% endmacro %}

{#- Stores the changed keys until the exchange, because the project's record of them may be gone by then. -#}
{% macro staged_swap_make_keys(build, query) %}
    {%- do monday.staged_swap_execute(monday.staged_swap_make_keys_sql(build, query)) -%}
{% endmacro %}

{% macro staged_swap_make_keys_sql(build, query) %}
    {{- return(adapter.dispatch('staged_swap_make_keys_sql', 'monday')(build, query)) -}}
{% endmacro %}

{% macro default__staged_swap_make_keys_sql(build, query) %}
    {%- do monday.no_engine_macro('staged_swap_make_keys_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_make_keys_sql(build, query) %}
    {{- return('create or replace temp table ' ~ monday.staged_swap_keys(build) ~ ' as\n' ~ query) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_make_keys_sql(build, query) %}
    {%- set keys = monday.staged_swap_keys(build) -%}
    {{- return('drop table if exists ' ~ keys ~ ';\nselect changed_key into ' ~ keys ~ ' from (\n' ~ query ~ '\n) as found;') -}}
{% endmacro %}

{% macro staged_swap_drop_keys(build) %}
    {%- do monday.staged_swap_execute('drop table if exists ' ~ monday.staged_swap_keys(build)) -%}
{% endmacro %}

{#- The name of the temporary table of changed keys. -#}
{% macro staged_swap_keys(build) %}
    {{- return(adapter.dispatch('staged_swap_keys', 'monday')(build)) -}}
{% endmacro %}

{% macro default__staged_swap_keys(build) %}
    {%- do monday.no_engine_macro('staged_swap_keys') -%}
{% endmacro %}

{% macro duckdb__staged_swap_keys(build) %}
    {{- return(monday.column_name('staged_swap_changed_' ~ local_md5(build.production.schema ~ '.' ~ build.production.identifier))) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_keys(build) %}
    {{- return('#staged_swap_changed_' ~ local_md5(build.production.schema ~ '.' ~ build.production.identifier)) -}}
{% endmacro %}
