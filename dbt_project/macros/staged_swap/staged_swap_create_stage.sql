{#-
    Creates the stage and marks it as ours, in one transaction: a build that is killed at any time leaves either no
    stage or one that the next build recognises as its own. The same transaction drops a leftover stage.
-#}
{% macro staged_swap_create_stage(build, columns, found) %}
    {%- do adapter.dispatch('staged_swap_create_stage', 'monday')(build, columns, found) -%}
    {%- do monday.staged_swap_commit() -%}
{% endmacro %}

{% macro default__staged_swap_create_stage(build, columns, found) %}
    {%- do monday.no_engine_macro('staged_swap_create_stage') -%}
{% endmacro %}

{% macro duckdb__staged_swap_create_stage(build, columns, found) %}
    {%- set stage = monday.staged_swap_name(build.stage) -%}
    {#- The key is added after the checks, so that refused rows can be inspected. -#}
    {%- set statements = (['drop table ' ~ stage] if found.stage is not none else []) + [
        monday.staged_swap_create_table_sql(build.stage, columns, []),
        'comment on table ' ~ stage ~ ' is ' ~ monday.text_literal(monday.staged_swap_comment(build)),
    ] -%}
    {%- do monday.staged_swap_execute(statements | join(';\n')) -%}
{% endmacro %}

{% macro sqlserver__staged_swap_create_stage(build, columns, found) %}
    {%- do monday.staged_swap_commit() -%}
    {%- do monday.staged_swap_execute(monday.sqlserver__staged_swap_create_stage_sql(build, columns, found)) -%}
{% endmacro %}

{#-
    sp_addextendedproperty reports failure by RAISERROR, which xact_abort ignores: hence TRY. A client that still has a
    leftover stage open is waited for as long as any other reader, and then named.
-#}
{% macro sqlserver__staged_swap_create_stage_sql(build, columns, found) %}
set xact_abort on;
{% if found.stage is not none -%}
set lock_timeout {{ (build.settings.swap_wait_seconds * 1000) | int }};
{% endif -%}
begin try
begin transaction;
{% if found.stage is not none -%}
drop table {{ monday.staged_swap_name(build.stage) }};
{% endif -%}
{{ monday.staged_swap_create_table_sql(build.stage, columns, build.key) }}{{ monday.sqlserver__staged_swap_storage(found) }};
{{ monday.sqlserver__staged_swap_mark_sql(build, build.stage) }}
{% if monday.staged_swap_columnstore() -%}
create clustered columnstore index {{ monday.column_name('CCI_' ~ build.production.identifier) }} on {{ monday.staged_swap_name(build.stage) }};
{% endif -%}
commit transaction;
end try
begin catch
    if @@trancount > 0 rollback transaction;
    {% if found.stage is not none -%}
    {{ monday.sqlserver__staged_swap_stage_in_use_sql(build) }}
    {% endif -%}
    {{ monday.sqlserver__staged_swap_throw_sql(build) }}
end catch;
{% if found.stage is not none -%}
set lock_timeout -1;
{% endif -%}
{%- endmacro %}

{#- Part of a CATCH block: finds who has the leftover stage of an earlier build open, and resets the lock timeout. -#}
{% macro sqlserver__staged_swap_stage_in_use_sql(build) %}
    {%- set object = monday.text_literal(monday.sqlserver__staged_swap_two_part(build.stage)) -%}
if error_number() = 1222
    begin
        {{ monday.sqlserver__staged_swap_holders_sql(object) | indent(8) }}
        set lock_timeout -1;
        {{ monday.sqlserver__staged_swap_unlock_sql(build) }}
        set @holders = replace(concat(N'staged_swap built nothing: ', {{ object }}, {{ monday.text_literal(
            ' was in use for ' ~ build.settings.swap_wait_seconds ~ ' seconds, and the build makes it anew; end its reader and run the build again.'
        ) }}, @holders), '%', '%%');
        throw 50009, @holders, 1;
    end;
    set lock_timeout -1;
{%- endmacro %}

{#- `doing` is add, or update for a table that already has the mark. -#}
{% macro sqlserver__staged_swap_mark_sql(build, relation, doing='add') %}
exec sys.sp_{{ doing }}extendedproperty
    @name = {{ monday.text_literal(monday.staged_swap_mark()) }}, @value = {{ monday.text_literal(monday.staged_swap_build_id(build)) }},
    @level0type = N'SCHEMA', @level0name = {{ monday.text_literal(relation.schema) }},
    @level1type = N'TABLE', @level1name = {{ monday.text_literal(relation.identifier) }};
{%- endmacro %}

{#- Stores the stage in the way production is stored. -#}
{% macro sqlserver__staged_swap_storage(found) %}
    {%- set old = found.production or {} -%}
    {%- set compressed = old.compression in ('ROW', 'PAGE') and not monday.staged_swap_columnstore() -%}
    {{- return(
        (' on ' ~ monday.column_name(old.filegroup) if old.filegroup else '')
        ~ (' with (data_compression = ' ~ old.compression | lower ~ ')' if compressed else '')
    ) -}}
{% endmacro %}

{#- The comment of a table on DuckDB: the mark, preceded by the description if persist_docs asks for it. -#}
{% macro staged_swap_comment(build) %}
    {%- set mark = monday.staged_swap_mark() ~ ' from ' ~ build.node.unique_id ~ ', build ' ~ monday.staged_swap_build_id(build) -%}
    {{- return(build.node.description ~ '\n\n' ~ mark if config.persist_relation_docs() and build.node.description else mark) -}}
{% endmacro %}

{#- Drops the stage of a build that ends without an exchange. -#}
{% macro staged_swap_drop_stage(build) %}
    {%- do monday.staged_swap_execute('drop table ' ~ monday.staged_swap_name(build.stage)) -%}
    {%- do monday.staged_swap_commit() -%}
{% endmacro %}
