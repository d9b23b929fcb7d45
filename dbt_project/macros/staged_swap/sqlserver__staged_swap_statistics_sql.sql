{#- Creates on the stage the statistics that somebody has created on production, over columns that both have. -#}
{% macro sqlserver__staged_swap_statistics_sql(build) %}
    {%- set old = monday.text_literal(monday.sqlserver__staged_swap_two_part(build.production)) -%}
    {%- set new = monday.text_literal(monday.sqlserver__staged_swap_two_part(build.stage)) -%}
    {%- set sql -%}
declare @statistics nvarchar(max);
        select @statistics = string_agg(cast(
            N'create statistics ' + quotename(s.name) + {{ monday.text_literal(' on ' ~ monday.sqlserver__staged_swap_two_part(build.stage) ~ ' (') }} + k.names + N')'
            + case when s.has_filter = 1 then N' where ' + s.filter_definition collate database_default else N'' end
            + case when s.no_recompute = 1 then N' with norecompute' else N'' end + N';'
        as nvarchar(max)), N'')
        from sys.stats as s
        cross apply (
            select string_agg(cast(quotename(c.name) as nvarchar(max)), N', ') within group (order by j.stats_column_id) as names,
                   count(*) - count(n.column_id) as missing
            from sys.stats_columns as j
            join sys.columns as c on c.object_id = j.object_id and c.column_id = j.column_id
            left join sys.columns as n on n.object_id = object_id({{ new }}) and n.name = c.name
            where j.object_id = s.object_id and j.stats_id = s.stats_id
        ) as k
        where s.object_id = object_id({{ old }}) and s.user_created = 1 and s.is_temporary = 0 and k.missing = 0
          and not exists (select 1 from sys.stats as t where t.object_id = object_id({{ new }}) and t.name = s.name);
        if @statistics is not null exec sp_executesql @statistics;
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
