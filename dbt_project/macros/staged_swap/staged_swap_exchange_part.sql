{#-
    Replaces production's rows with changed keys by the rows of the stage, as a part of staged_swap_exchange. All other
    rows stay, so the table has to be that of the build which the changes follow. This is checked where no other build
    can interfere any more.
-#}
{% macro duckdb__staged_swap_exchange_part(build) %}
    {%- set production = monday.staged_swap_name(build.production) -%}
    {#- If two builds check before either has ended, both write the comment, and the second one fails. -#}
    {%- if not monday.staged_swap_execute(monday.duckdb__staged_swap_is_basis_sql(build), fetch=true).rows -%}
        {%- do exceptions.raise_database_error(monday.staged_swap_overtaken()) -%}
    {%- endif -%}
    {%- do monday.staged_swap_execute([
        'delete from ' ~ production ~ ' where ' ~ monday.staged_swap_is_changed(build, build.columns),
        monday.staged_swap_insert_part_sql(build, build.columns),
        'comment on table ' ~ production ~ ' is ' ~ monday.text_literal(monday.staged_swap_comment(build)),
        'drop table ' ~ monday.staged_swap_name(build.stage),
        'drop table ' ~ monday.staged_swap_keys(build),
    ] | join(';\n')) -%}
{% endmacro %}

{#- A query that returns a row if production has the mark of the build that the changes follow. -#}
{% macro duckdb__staged_swap_is_basis_sql(build) %}
    {{- return(monday.duckdb__staged_swap_stands_sql(build.production) ~ " and contains(comment, " ~ monday.text_literal(build.basis.id) ~ ")") -}}
{% endmacro %}

{#- The message for a build that another one has overtaken. -#}
{% macro staged_swap_overtaken() %}
    {{- return('staged_swap: another build has exchanged the table meanwhile; the exchange was undone; run the build again') -}}
{% endmacro %}

{% macro staged_swap_insert_part_sql(build, columns) %}
    {%- set names = monday.staged_swap_column_names(build, columns) | join(', ') -%}
    {{- return(
        'insert into ' ~ monday.staged_swap_name(build.production) ~ ' (' ~ names ~ ')\n        select ' ~ names
        ~ ' from ' ~ monday.staged_swap_name(build.stage)
    ) -}}
{% endmacro %}

{#-
    As in an exchange of all rows, the table is locked before its first row is touched. The steps then check that it is
    still that of the build which the changes follow, and that it has as many rows as were counted.
-#}
{% macro sqlserver__staged_swap_part_steps(build, columns, measured, number) %}
    {%- set production = monday.staged_swap_name(build.production) -%}
    {%- set object = monday.text_literal(monday.sqlserver__staged_swap_two_part(build.production)) -%}
    {%- set delete = 'delete from ' ~ production ~ ' with (tablockx) where ' ~ monday.staged_swap_is_changed(build, columns) ~ ';' -%}
    {%- set steps = [
        monday.sqlserver__staged_swap_take(build.production, delete),
        monday.staged_swap_insert_part_sql(build, columns) ~ ';',
        "if not exists (select 1 from sys.extended_properties where class = 1 and minor_id = 0 and major_id = object_id(" ~ object ~ ") and name = "
        ~ monday.text_literal(monday.staged_swap_mark()) ~ " and cast(value as nvarchar(300)) = " ~ monday.text_literal(build.basis.id) ~ ")"
        ~ "\n            throw 50008, " ~ monday.text_literal(monday.staged_swap_overtaken()) ~ ", 1;",
        "if (select count_big(*) from " ~ production ~ ") <> " ~ measured.rows
        ~ "\n            throw 50006, N'staged_swap: the table does not have the rows that were put into it; a trigger may have changed them; the exchange was undone', 1;",
        monday.sqlserver__staged_swap_mark_sql(build, build.production, 'update'),
    ] -%}
    {%- if build.grants -%}
        {%- do steps.append(monday.sqlserver__staged_swap_end_grants(build, number)) -%}
    {%- endif -%}
    {{- return(steps) -}}
{% endmacro %}
