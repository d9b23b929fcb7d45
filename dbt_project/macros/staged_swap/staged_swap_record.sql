{#-
    Adds a row for the build to the table _builds of the schema that the variable staged_swap_builds_schema names, if
    the model's database has that schema: build_id, model, table_name, started_at, ended_at (UTC), status (complete,
    failed), rows, losses (JSON, column to count), message, state and fingerprint (what was read of the source, and what
    the model was; the next build uses both, see staged_swap_basis). The variable staged_swap_builds_days says for how
    many days a model's rows are kept; without it they are kept for ever.
-#}
{% macro staged_swap_record(build, status, measured, message) %}
    {%- if not monday.staged_swap_is_recorded(build) -%}
        {{- return(none) -}}
    {%- endif -%}
    {%- set builds = build.builds -%}
    {%- set ended_at = modules.datetime.datetime.utcnow().isoformat(timespec='milliseconds') -%}
    {%- set values = [
        monday.text_literal(monday.staged_swap_build_id(build)),
        monday.text_literal(build.node.name),
        monday.text_literal(build.production.schema ~ '.' ~ build.production.identifier),
        monday.staged_swap_moment(build.started_at),
        monday.staged_swap_moment(ended_at),
        monday.text_literal(status),
        'null' if measured.rows is none else measured.rows,
        monday.text_literal(measured.losses | tojson),
        monday.text_literal(message),
        monday.text_literal(build.state) if build.state and status == 'complete' else 'null',
        monday.text_literal(build.fingerprint) if build.fingerprint else 'null',
    ] -%}
    {%- set names = monday.column_names(
        ['build_id', 'model', 'table_name', 'started_at', 'ended_at', 'status', 'rows', 'losses', 'message', 'state', 'fingerprint']
    ) -%}
    {%- if build.found.builds is none -%}
        {%- do monday.staged_swap_execute(monday.staged_swap_builds_table_sql(builds)) -%}
        {%- do monday.staged_swap_commit() -%}
    {%- endif -%}
    {%- set statements = ['insert into ' ~ monday.staged_swap_name(builds) ~ ' (' ~ names | join(', ') ~ ')\nvalues (' ~ values | join(', ') ~ ')'] -%}
    {%- if var('staged_swap_builds_days', none) is not none -%}
        {%- do statements.append(monday.staged_swap_forget_sql(builds, build.node.name, var('staged_swap_builds_days'))) -%}
    {%- endif -%}
    {%- do monday.staged_swap_execute(statements | join(';\n')) -%}
    {%- do monday.staged_swap_commit() -%}
{% endmacro %}

{#- Deletes the builds of a model that are at least `days` days old. -#}
{% macro staged_swap_forget_sql(builds, name, days) %}
    {%- set before = modules.datetime.datetime.utcnow() - modules.datetime.timedelta(days=days | int) -%}
    {{- return(
        'delete from ' ~ monday.staged_swap_name(builds) ~ ' where ' ~ monday.column_name('model') ~ ' = ' ~ monday.text_literal(name)
        ~ ' and ' ~ monday.column_name('started_at') ~ ' < ' ~ monday.staged_swap_moment(before.isoformat(timespec='milliseconds'))
    ) -}}
{% endmacro %}

{#- The schema of the table _builds, to which every build adds a row; none if builds are not recorded. -#}
{% macro staged_swap_builds_schema() %}
    {{- return(var('staged_swap_builds_schema', adapter.dispatch('staged_swap_builds_schema', 'monday')())) -}}
{% endmacro %}

{% macro default__staged_swap_builds_schema() %}
    {{- return(none) -}}
{% endmacro %}

{#- Whether this build is recorded: the table for that exists, or its schema does. The answer is cached. -#}
{% macro staged_swap_is_recorded(build) %}
    {%- if 'is_recorded' not in build -%}
        {%- do build.update({'is_recorded': build.found.builds is not none or monday.staged_swap_keeps_builds(build.production.database)}) -%}
    {%- endif -%}
    {{- return(build.is_recorded) -}}
{% endmacro %}

{#- Whether builds of models in a database are recorded: a schema is configured and exists there. -#}
{% macro staged_swap_keeps_builds(database) %}
    {%- set schema = monday.staged_swap_builds_schema() -%}
    {{- return(schema is not none and adapter.dispatch('staged_swap_has_schema', 'monday')(database, schema)) -}}
{% endmacro %}

{#- Whether a database has a schema. dbt-sqlserver's check_schema_exists always looks in the profile's database. -#}
{% macro default__staged_swap_has_schema(database, schema) %}
    {{- return(adapter.check_schema_exists(database, schema)) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_has_schema(database, schema) %}
    {{- return(monday.staged_swap_execute(monday.sqlserver__staged_swap_has_schema_sql(database, schema), fetch=true).rows | length > 0) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_has_schema_sql(database, schema) %}
    {{- return(get_use_database_sql(database) ~ " select 1 as found from sys.schemas where name = " ~ monday.text_literal(schema)) -}}
{% endmacro %}

{#- The table of builds in a database; none if builds are not recorded. -#}
{% macro staged_swap_builds(database) %}
    {%- set schema = monday.staged_swap_builds_schema() -%}
    {{- return(none if schema is none else api.Relation.create(database=database, schema=schema, identifier='_builds', type='table')) -}}
{% endmacro %}

{#- A UTC moment, given as ISO text, as a literal. -#}
{% macro staged_swap_moment(iso) %}
    {{- return(adapter.dispatch('staged_swap_moment', 'monday')(iso)) -}}
{% endmacro %}

{% macro default__staged_swap_moment(iso) %}
    {%- do monday.no_engine_macro('staged_swap_moment') -%}
{% endmacro %}

{% macro duckdb__staged_swap_moment(iso) %}
    {{- return("timestamp '" ~ iso ~ "'") -}}
{% endmacro %}

{% macro sqlserver__staged_swap_moment(iso) %}
    {{- return("convert(datetime2(3), '" ~ iso ~ "', 126)") -}}
{% endmacro %}

{% macro staged_swap_builds_table_sql(relation) %}
    {{- return(adapter.dispatch('staged_swap_builds_table_sql', 'monday')(relation)) -}}
{% endmacro %}

{% macro default__staged_swap_builds_table_sql(relation) %}
    {%- do monday.no_engine_macro('staged_swap_builds_table_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_builds_table_sql(relation) %}
    {{- return(
        'create table if not exists ' ~ monday.staged_swap_name(relation) ~ ' ("build_id" varchar not null, "model" varchar not null,'
        ~ ' "table_name" varchar not null, "started_at" timestamp not null, "ended_at" timestamp not null,'
        ~ ' "status" varchar not null, "rows" bigint, "losses" varchar, "message" varchar, "state" varchar, "fingerprint" varchar)'
    ) -}}
{% endmacro %}

{#-
    Another dbt process may create it at the same time. The errors ignored for that are 2714 (the table exists), 2705
    (so do columns that a table of an earlier version lacks), 1902 and 1913 (so does the index). The clustered index
    serves the usual query: the last builds of a model.
-#}
{% macro sqlserver__staged_swap_builds_table_sql(relation) %}
    {%- set object = 'object_id(' ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(relation)) ~ ')' -%}
    {%- set sql -%}
{{ get_use_database_sql(relation.database) }}
if {{ object }} is null
begin try
    create table {{ monday.staged_swap_name(relation) }} (
        [build_id] nvarchar(300) not null, [model] nvarchar(255) not null,
        [table_name] nvarchar(260) not null, [started_at] datetime2(3) not null, [ended_at] datetime2(3) not null,
        [status] varchar(20) not null, [rows] bigint null, [losses] nvarchar(max) null, [message] nvarchar(max) null,
        [state] nvarchar(255) null, [fingerprint] varchar(64) null
    );
end try
begin catch
    if error_number() <> 2714 throw;
end catch;
if not exists (select 1 from sys.columns where object_id = {{ object }} and name = N'state')
begin try
    alter table {{ monday.staged_swap_name(relation) }} add [state] nvarchar(255) null, [fingerprint] varchar(64) null;
end try
begin catch
    if error_number() <> 2705 throw;
end catch;
if not exists (select 1 from sys.indexes where object_id = {{ object }} and index_id > 0)
begin try
    create clustered index [IX_builds] on {{ monday.staged_swap_name(relation) }} ([model], [started_at] desc);
end try
begin catch
    if error_number() not in (1902, 1913) throw;
end catch;
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#- Adds the columns that a table of builds from an earlier version lacks. SQL Server: see above. -#}
{% macro staged_swap_complete_builds(relation) %}
    {%- do adapter.dispatch('staged_swap_complete_builds', 'monday')(relation) -%}
{% endmacro %}

{% macro default__staged_swap_complete_builds(relation) %}
{% endmacro %}

{#- Alters the table only if necessary: two processes that alter it conflict, and `if not exists` alters it too. -#}
{% macro duckdb__staged_swap_complete_builds(relation) %}
    {%- set there = monday.staged_swap_shapes({'builds': relation}).builds.column -%}
    {%- for name in ['state', 'fingerprint'] if name not in there -%}
        {%- do monday.staged_swap_execute('alter table ' ~ monday.staged_swap_name(relation) ~ ' add column ' ~ monday.column_name(name) ~ ' varchar') -%}
    {%- endfor -%}
{% endmacro %}
