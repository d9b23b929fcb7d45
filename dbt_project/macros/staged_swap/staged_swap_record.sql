{#-
    One row a build in raw_monday._builds, where that schema exists in the model's database:
    build_id, model, table_name, started_at, ended_at (UTC), status (complete, failed), rows,
    losses (JSON, column to count), message. `monday-board status` reads it.
-#}
{% macro staged_swap_record(build, status, measured, message) %}
    {%- if not staged_swap_has_raw_schema(build.production.database) -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- set builds = staged_swap_builds(build.production.database) -%}
    {%- set ended_at = modules.datetime.datetime.utcnow().isoformat(timespec='milliseconds') -%}
    {%- set values = [
        text_literal(invocation_id ~ '.' ~ model.unique_id),
        text_literal(model.name),
        text_literal(build.production.schema ~ '.' ~ build.production.identifier),
        staged_swap_moment(build.started_at),
        staged_swap_moment(ended_at),
        text_literal(status),
        measured.rows,
        text_literal(measured.losses | tojson),
        text_literal(message),
    ] -%}
    {%- set names = [] -%}
    {%- for name in ['build_id', 'model', 'table_name', 'started_at', 'ended_at', 'status', 'rows', 'losses', 'message'] -%}
        {%- do names.append(column_name(name)) -%}
    {%- endfor -%}
    {%- do staged_swap_execute(staged_swap_builds_table_sql(builds)) -%}
    {%- do staged_swap_commit() -%}
    {%- do staged_swap_execute(
        'insert into ' ~ staged_swap_name(builds) ~ ' (' ~ names | join(', ') ~ ')\nvalues (' ~ values | join(', ') ~ ')'
    ) -%}
    {%- do staged_swap_commit() -%}
{% endmacro %}

{#- Whether a database has the schema. dbt-sqlserver's check_schema_exists looks at the profile's database whatever it is asked. -#}
{% macro staged_swap_has_raw_schema(database) %}
    {{- return(adapter.dispatch('staged_swap_has_raw_schema')(database)) -}}
{% endmacro %}

{% macro default__staged_swap_has_raw_schema(database) %}
    {{- return(adapter.check_schema_exists(database, 'raw_monday')) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_has_raw_schema(database) %}
    {{- return(staged_swap_execute(sqlserver__staged_swap_has_raw_schema_sql(database), fetch=true).rows | length > 0) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_has_raw_schema_sql(database) %}
    {{- return(get_use_database_sql(database) ~ " select 1 as found from sys.schemas where name = N'raw_monday'") -}}
{% endmacro %}

{#- The table of builds in a database. -#}
{% macro staged_swap_builds(database) %}
    {{- return(api.Relation.create(database=database, schema='raw_monday', identifier='_builds', type='table')) -}}
{% endmacro %}

{#- A UTC moment, ISO text, as a literal. -#}
{% macro staged_swap_moment(iso) %}
    {{- return(adapter.dispatch('staged_swap_moment')(iso)) -}}
{% endmacro %}

{% macro default__staged_swap_moment(iso) %}
    {%- do no_engine_macro('staged_swap_moment') -%}
{% endmacro %}

{% macro duckdb__staged_swap_moment(iso) %}
    {{- return("timestamp '" ~ iso ~ "'") -}}
{% endmacro %}

{% macro sqlserver__staged_swap_moment(iso) %}
    {{- return("convert(datetime2(3), '" ~ iso ~ "', 126)") -}}
{% endmacro %}

{% macro staged_swap_builds_table_sql(relation) %}
    {{- return(adapter.dispatch('staged_swap_builds_table_sql')(relation)) -}}
{% endmacro %}

{% macro default__staged_swap_builds_table_sql(relation) %}
    {%- do no_engine_macro('staged_swap_builds_table_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_builds_table_sql(relation) %}
    {{- return(
        'create table if not exists ' ~ staged_swap_name(relation) ~ ' ("build_id" varchar not null, "model" varchar not null,'
        ~ ' "table_name" varchar not null, "started_at" timestamp not null, "ended_at" timestamp not null,'
        ~ ' "status" varchar not null, "rows" bigint, "losses" varchar, "message" varchar)'
    ) -}}
{% endmacro %}

{#- Another dbt may make it at the same time: 2714 says that it is there. -#}
{% macro sqlserver__staged_swap_builds_table_sql(relation) %}
    {{- return(
        get_use_database_sql(relation.database)
        ~ ' if object_id(' ~ text_literal(sqlserver__staged_swap_two_part(relation)) ~ ') is null begin try create table ' ~ staged_swap_name(relation)
        ~ ' ([build_id] nvarchar(300) not null, [model] nvarchar(255) not null,'
        ~ ' [table_name] nvarchar(260) not null, [started_at] datetime2(3) not null, [ended_at] datetime2(3) not null,'
        ~ ' [status] varchar(20) not null, [rows] bigint null, [losses] nvarchar(max) null, [message] nvarchar(max) null)'
        ~ ' end try begin catch if error_number() <> 2714 throw; end catch'
    ) -}}
{% endmacro %}
