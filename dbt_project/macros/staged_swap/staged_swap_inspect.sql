{#-
    What exists under the names of a build: {production, stage, previous, raw, builds}, each none or {type: 'table',
    'view' or another kind, ours, compression, filegroup, mark}. `ours` says whether it has the mark that staged_swap
    sets on what it makes, `mark` is that mark's text: the build that made it. `compression` is SQL Server's NONE, ROW
    or PAGE; `filegroup` is set if it is not the default.
-#}
{% macro staged_swap_inspect(build) %}
    {%- set found = {'production': none, 'stage': none, 'previous': none, 'raw': none, 'builds': none} -%}
    {%- for row in monday.staged_swap_execute(monday.staged_swap_inspect_sql(build), fetch=true, begin=false).rows -%}
        {%- do found.update({row[0]: {'type': row[1], 'ours': row[2] == 1, 'compression': row[3], 'filegroup': row[4], 'mark': row[5]}}) -%}
    {%- endfor -%}
    {{- return(found) -}}
{% endmacro %}

{#-
    A query for place, type, ours (1 or 0), compression, filegroup and mark of what exists under these names. The engine
    compares the names.
-#}
{% macro staged_swap_inspect_sql(build) %}
    {{- return(adapter.dispatch('staged_swap_inspect_sql', 'monday')(build)) -}}
{% endmacro %}

{% macro default__staged_swap_inspect_sql(build) %}
    {%- do monday.no_engine_macro('staged_swap_inspect_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_inspect_sql(build) %}
    {%- set places = [] -%}
    {%- for place in ['production', 'stage', 'previous'] -%}
        {%- do places.append("('" ~ place ~ "', lower(" ~ monday.text_literal(build[place].identifier) ~ "))") -%}
    {%- endfor -%}
    {%- set elsewhere = [] -%}
    {%- for place in ['raw', 'builds'] if build[place] -%}
        {%- set names = [] -%}
        {%- for name in [place, build[place].database, build[place].schema, build[place].identifier] -%}{%- do names.append(monday.text_literal(name | lower)) -%}{%- endfor -%}
        {%- do elsewhere.append('(' ~ names | join(', ') ~ ')') -%}
    {%- endfor -%}
    {%- set where -%}
        where lower(database_name) = {{ monday.text_literal(build.production.database | lower) }}
          and lower(schema_name) = {{ monday.text_literal(build.production.schema | lower) }}
    {%- endset -%}
    {%- set sql -%}
        with places (place, name) as (values {{ places | join(', ') }})
        select place, 'table', cast(comment is not null and contains(comment, {{ monday.text_literal(monday.staged_swap_mark()) }}) as int), null, null, comment
        from duckdb_tables() join places on name = lower(table_name)
        {{ where }}
        union all
        select place, 'view', 0, null, null, null
        from duckdb_views() join places on name = lower(view_name)
        {{ where }}
        {%- if elsewhere %}
        union all
        select place, lower(table_type), 0, null, null, null
        from information_schema.tables
        join (values {{ elsewhere | join(', ') }}) as elsewhere (place, in_database, in_schema, name)
            on in_database = lower(table_catalog) and in_schema = lower(table_schema) and name = lower(table_name)
        {%- endif %}
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_inspect_sql(build) %}
    {%- set places = [] -%}
    {%- for place in ['production', 'stage', 'previous', 'raw', 'builds'] if build[place] -%}
        {%- do places.append("(" ~ monday.text_literal(place) ~ ", object_id(" ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(build[place])) ~ "))") -%}
    {%- endfor -%}
    {%- set sql -%}
        select
            n.place,
            case o.type when 'U' then 'table' when 'V' then 'view' else lower(replace(o.type_desc, '_', ' ')) end as kind,
            case when p.name is null then 0 else 1 end as ours,
            {{ monday.sqlserver__staged_swap_storage_sql() }},
            cast(p.value as nvarchar(300)) as mark
        from (values {{ places | join(', ') }}) as n (place, id)
        join sys.objects as o on o.object_id = n.id
        left join sys.extended_properties as p
            on p.class = 1 and p.major_id = o.object_id and p.minor_id = 0 and p.name = {{ monday.text_literal(monday.staged_swap_mark()) }}
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#- Whether such a table exists. dbt would list its whole schema for that, and dbt-sqlserver would look in another database. -#}
{% macro staged_swap_stands(table) %}
    {{- return(monday.staged_swap_execute(monday.staged_swap_stands_sql(table), fetch=true).rows | length > 0) -}}
{% endmacro %}

{% macro staged_swap_stands_sql(table) %}
    {{- return(adapter.dispatch('staged_swap_stands_sql', 'monday')(table)) -}}
{% endmacro %}

{% macro default__staged_swap_stands_sql(table) %}
    {%- do monday.no_engine_macro('staged_swap_stands_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_stands_sql(table) %}
    {{- return(
        "select 1 from duckdb_tables() where lower(database_name) = " ~ monday.text_literal(table.database | lower)
        ~ " and lower(schema_name) = " ~ monday.text_literal(table.schema | lower) ~ " and lower(table_name) = "
        ~ monday.text_literal(table.identifier | lower)
    ) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_stands_sql(table) %}
    {{- return("select 1 as found where object_id(" ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(table)) ~ ", N'U') is not null") -}}
{% endmacro %}

{#- The ownership mark: part of a table's comment on DuckDB, an extended property on SQL Server. Both survive a rename. -#}
{% macro staged_swap_mark() %}
    {{- return('built by staged_swap') -}}
{% endmacro %}
