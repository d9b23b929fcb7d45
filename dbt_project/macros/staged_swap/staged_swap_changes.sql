{#-
    What a project knows of the rows that its models read: none, or {state, why, changed, count, of, column}.
      state   a text that names the source as it stands, for the build that comes next; none where nothing does
      why     why it is not known what has changed since `since`, the state that the last build read; else none
      changed a query for `changed_key`: each key of the source whose rows were written or removed since
      count   how many these are, `of` how many there are in all
      column  the source's column of these keys. The model says by staged_swap_changed where its query takes them alone, and
              the first column of its unique_key is that column, cast
    It is asked inside the transaction in which the rows are read. An engine's own macro of this name goes before the default.
-#}
{% macro staged_swap_changes(build, since) %}
    {{- return(adapter.dispatch('staged_swap_changes', 'monday')(build, since)) -}}
{% endmacro %}

{% macro default__staged_swap_changes(build, since) %}
    {{- return(none) -}}
{% endmacro %}

{#- The table, in a source, that a model without swap_rows_from reads and whose loads are held off meanwhile; none. -#}
{% macro staged_swap_reads(node) %}
    {{- return(adapter.dispatch('staged_swap_reads', 'monday')(node)) -}}
{% endmacro %}

{% macro default__staged_swap_reads(node) %}
    {{- return(none) -}}
{% endmacro %}

{#-
    A condition for a model's query, on the source's rows: all of them. A build of what changed puts one on the changed
    keys in its place. `column` is what staged_swap_changes calls so.
-#}
{% macro staged_swap_changed(column) %}
    {{- return('1 = 1 /* staged_swap_changed ' ~ column ~ ' */') -}}
{% endmacro %}

{#- A query with the changed keys in the place of staged_swap_changed's condition. -#}
{% macro staged_swap_of_changed(build, query) %}
    {%- set column = build.part.column -%}
    {{- return(query | replace(monday.staged_swap_changed(column), column ~ ' in (select changed_key from ' ~ monday.staged_swap_keys(build) ~ ')')) -}}
{% endmacro %}

{#- A condition on rows of the table: theirs is one of the changed keys. -#}
{% macro staged_swap_is_changed(build, columns) %}
    {%- set conditions = [] -%}
    {%- for column in columns if column.name | lower == build.key[0] | lower -%}
        {%- do conditions.append(
            monday.column_name(column.name) ~ ' in (select cast(changed_key as ' ~ column.type ~ ') from ' ~ monday.staged_swap_keys(build) ~ ')'
        ) -%}
    {%- endfor -%}
    {{- return(conditions[0]) -}}
{% endmacro %}

{#- Keeps the changed keys until the exchange: what the project has noted may be gone by then. -#}
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

{#- The name of the table of changed keys, which only this session sees. -#}
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
