{#-
    The exchange of rows, as a part of staged_swap_exchange. It matches rows by key, so that unchanged rows are not
    touched and nothing attached to them sees a change. Without a key it replaces all rows.
-#}

{#- Deletes and inserts the rows that differ. DuckDB's update does the same, but checks the key for each of the two steps. -#}
{% macro duckdb__staged_swap_exchange_rows(build) %}
    {%- for statement in monday.duckdb__staged_swap_exchange_rows_sql(build, build.columns) -%}
        {%- do monday.staged_swap_execute(statement) -%}
    {%- endfor -%}
    {%- do monday.staged_swap_execute(
        'comment on table ' ~ monday.staged_swap_name(build.production) ~ ' is ' ~ monday.text_literal(monday.staged_swap_comment(build))
    ) -%}
    {%- do monday.staged_swap_execute('drop table ' ~ monday.staged_swap_name(build.stage)) -%}
{% endmacro %}

{#- The delete and the insert, as two statements. -#}
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
    Locks the whole table before its first row is touched: a reader without row versions has either read all of it
    before or reads all of it afterwards. The last steps check that nothing has interfered.
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
    {names, sets, match, differs}: the parts of the statements. Texts are equal only if their bytes are, even if the
    collation considers them equal: 'a' and 'A', 'a' and 'a '. INTERSECT treats NULL as equal to NULL. It does not
    accept some types; if the table has one, every row is updated.
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

{#- Drops the stage, but waits at most a second for its readers: if it is in use, the next build drops it. -#}
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

{#- Revokes each privilege that dbt's `grants:` names from everybody who is not in its list. -#}
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
