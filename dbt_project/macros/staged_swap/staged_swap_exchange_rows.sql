{#-
    Exchanging rows, as a part of staged_swap_exchange: by key, so that rows that stay the same are not touched and
    nothing that hangs on them sees a change; all of them where the table has no key.
-#}

{#- Rows that differ go and come: DuckDB's update is that too, but with the checks of a key for each of the two. -#}
{% macro duckdb__staged_swap_exchange_rows(build) %}
    {%- for statement in monday.duckdb__staged_swap_exchange_rows_sql(build, build.columns) -%}
        {%- do monday.staged_swap_execute(statement) -%}
    {%- endfor -%}
    {%- do monday.staged_swap_execute(
        'comment on table ' ~ monday.staged_swap_name(build.production) ~ ' is ' ~ monday.text_literal(monday.staged_swap_comment(build))
    ) -%}
    {%- do monday.staged_swap_execute('drop table ' ~ monday.staged_swap_name(build.stage)) -%}
{% endmacro %}

{#- Delete and insert, as two statements. -#}
{% macro duckdb__staged_swap_exchange_rows_sql(build, columns) %}
    {%- set production = monday.staged_swap_name(build.production) -%}
    {%- set stage = monday.staged_swap_name(build.stage) -%}
    {%- set names = [] -%}
    {%- set same = [] -%}
    {%- for column in columns -%}
        {%- set name = monday.column_name(column.name) -%}
        {%- do names.append(name) -%}
        {%- do same.append('new_rows.' ~ name ~ ' is not distinct from old_rows.' ~ name) -%}
    {%- endfor -%}
    {%- set match = [] -%}
    {%- for name in build.key -%}
        {%- do match.append('old_rows.' ~ monday.column_name(name) ~ ' = new_rows.' ~ monday.column_name(name)) -%}
    {%- endfor -%}
    {%- set into = 'insert into ' ~ production ~ ' (' ~ names | join(', ') ~ ')\nselect ' ~ names | join(', ') ~ '\nfrom ' ~ stage ~ ' as new_rows' -%}
    {%- if not build.key -%}
        {{- return(['delete from ' ~ production, into]) -}}
    {%- endif -%}
    {{- return([
        'delete from ' ~ production ~ ' as old_rows\nwhere not exists (select 1 from ' ~ stage ~ ' as new_rows where ' ~ same | join(' and ') ~ ')',
        into ~ '\nwhere not exists (select 1 from ' ~ production ~ ' as old_rows where ' ~ match | join(' and ') ~ ')',
    ]) -}}
{% endmacro %}

{#-
    The whole table is locked before its first row is touched: whoever reads it without row versions has read all
    of it before, or reads all of it afterwards. The steps end with a look whether nothing has interfered.
-#}
{% macro sqlserver__staged_swap_rows_steps(build, columns, found, number) %}
    {%- set production = monday.staged_swap_name(build.production) -%}
    {%- set stage = monday.staged_swap_name(build.stage) -%}
    {%- set merge = monday.sqlserver__staged_swap_merge_parts(build, columns) -%}
    {%- set missing = "\n        where not exists (select 1 from " -%}
    {%- set delete = "delete old_rows from " ~ production ~ " as old_rows with (tablockx)"
        ~ (missing ~ stage ~ " as new_rows where " ~ merge.match ~ ")" if build.key else '') ~ ";" -%}
    {%- set steps = [monday.sqlserver__staged_swap_take(build.production, delete)] -%}
    {%- if build.key and merge.sets -%}
        {%- do steps.append(
            "update old_rows set " ~ merge.sets ~ "\n        from " ~ production ~ " as old_rows join " ~ stage ~ " as new_rows on " ~ merge.match
            ~ merge.differs ~ ";"
        ) -%}
    {%- endif -%}
    {%- do steps.append(
        "insert into " ~ production ~ " (" ~ merge.names ~ ")\n        select " ~ merge.names ~ " from " ~ stage ~ " as new_rows"
        ~ (missing ~ production ~ " as old_rows where " ~ merge.match ~ ")" if build.key else '') ~ ";"
    ) -%}
    {%- do steps.append(
        "if (select count_big(*) from " ~ production ~ ") <> (select count_big(*) from " ~ stage ~ ")"
        ~ "\n            throw 50006, N'staged_swap: the table does not have the rows that were put into it; a trigger may have changed them; the exchange was undone', 1;"
    ) -%}
    {%- do steps.append(monday.sqlserver__staged_swap_mark_sql(build, build.production, 'update' if found.production.ours else 'add')) -%}
    {%- if build.grants -%}
        {%- do steps.append(monday.sqlserver__staged_swap_end_grants(build, number)) -%}
    {%- endif -%}
    {{- return(steps) -}}
{% endmacro %}

{#-
    {names, sets, match, differs}: what the statements are made of. Texts are the same when their bytes are,
    whatever the collation holds equal: 'a' and 'A', 'a' and 'a '. INTERSECT holds NULL equal to NULL;
    some types it does not take, and then every row is updated.
-#}
{% macro sqlserver__staged_swap_merge_parts(build, columns) %}
    {%- set lists = {'names': [], 'sets': [], 'match': [], 'old': [], 'new': [], 'incomparable': []} -%}
    {%- set key = build.key | map('lower') | list -%}
    {%- for column in columns -%}
        {%- set name = monday.column_name(column.name) -%}
        {%- set kind = (column.type | lower | trim).split('(')[0] -%}
        {%- set text = kind in ('char', 'varchar', 'nchar', 'nvarchar', 'sysname') -%}
        {%- if kind in ('xml', 'json', 'vector', 'geography', 'geometry', 'text', 'ntext', 'image') -%}
            {%- do lists.incomparable.append(name) -%}
        {%- endif -%}
        {%- do lists.names.append(name) -%}
        {%- if column.name | lower in key -%}
            {%- do lists.match.append('old_rows.' ~ name ~ ' = new_rows.' ~ name ~ (
                ' and old_rows.' ~ name ~ ' collate Latin1_General_100_BIN2 = new_rows.' ~ name
                ~ ' collate Latin1_General_100_BIN2 and datalength(old_rows.' ~ name ~ ') = datalength(new_rows.' ~ name ~ ')' if text else ''
            )) -%}
        {%- else -%}
            {%- do lists.sets.append(name ~ ' = new_rows.' ~ name) -%}
            {%- for side in ['old', 'new'] -%}
                {%- do lists[side].append(side ~ '_rows.' ~ name ~ (
                    ' collate Latin1_General_100_BIN2, datalength(' ~ side ~ '_rows.' ~ name ~ ')' if text else ''
                )) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return({
        'names': lists.names | join(', '), 'sets': lists.sets | join(', '), 'match': lists.match | join(' and '),
        'differs': '' if lists.incomparable else
            '\n        where not exists (select ' ~ lists.old | join(', ') ~ ' intersect select ' ~ lists.new | join(', ') ~ ')',
    }) -}}
{% endmacro %}

{#- Whoever still looks at the stage is not waited for: the next build drops it. -#}
{% macro sqlserver__staged_swap_leave_stage_sql(build) %}
set lock_timeout 1000;
begin try
    drop table {{ monday.staged_swap_name(build.stage) }};
end try
begin catch
    set lock_timeout -1;
    if error_number() <> 1222 throw;
end catch;
set lock_timeout -1;
{%- endmacro %}

{#- Takes a privilege that dbt's `grants:` names from whoever is not in its list. -#}
{% macro sqlserver__staged_swap_end_grants(build, number) %}
    {%- set sql -%}
declare @ended{{ number }} nvarchar(max);
        select @ended{{ number }} = string_agg(cast(
            N'revoke ' + p.permission_name collate database_default
            + {{ monday.text_literal(' on ' ~ monday.sqlserver__staged_swap_two_part(build.production) ~ ' from ') }} + quotename(u.name) + N' cascade;'
        as nvarchar(max)), N'')
        {{ monday.sqlserver__staged_swap_permissions(build.production) }}
          and p.minor_id = 0 and p.state in ('G', 'W')
          and (1 = 0
          {%- for privilege, principals in build.grants.items() %}
              or (p.permission_name = {{ monday.text_literal(privilege | upper) }}
                  {%- if principals %} and u.name not in ({{ monday.sqlserver__staged_swap_literals(principals) }}){% endif %})
          {%- endfor %});
        if @ended{{ number }} is not null exec sp_executesql @ended{{ number }};
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
