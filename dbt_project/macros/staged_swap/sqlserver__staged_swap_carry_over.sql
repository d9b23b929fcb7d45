{#-
    Puts on the stage what somebody has put on production and one statement makes: statistics over columns that
    the stage has, and extended properties such as MS_Description, of the table and of such columns, that it has not
    got from dbt. What meta swap_drops lists stays behind.
-#}
{% macro sqlserver__staged_swap_carry_over(build) %}
    {%- if 'statistics' not in build.settings.swap_drops -%}
        {%- do staged_swap_execute(sqlserver__staged_swap_statistics_sql(build)) -%}
    {%- endif -%}
    {%- if 'property' not in build.settings.swap_drops -%}
        {%- do staged_swap_execute(sqlserver__staged_swap_properties_sql(build)) -%}
    {%- endif -%}
{% endmacro %}

{% macro sqlserver__staged_swap_statistics_sql(build) %}
    {%- set old = text_literal(sqlserver__staged_swap_two_part(build.production)) -%}
    {%- set new = text_literal(sqlserver__staged_swap_two_part(build.stage)) -%}
    {%- set sql -%}
declare @statistics nvarchar(max);
        select @statistics = string_agg(cast(
            N'create statistics ' + quotename(s.name) + {{ text_literal(' on ' ~ sqlserver__staged_swap_two_part(build.stage) ~ ' (') }} + k.names + N')'
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
        if @statistics is not null exec sys.sp_executesql @statistics;
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#- A value is a sql_variant and stays one: hence no text of statements, but a loop. -#}
{% macro sqlserver__staged_swap_properties_sql(build) %}
    {%- set old = text_literal(sqlserver__staged_swap_two_part(build.production)) -%}
    {%- set new = text_literal(sqlserver__staged_swap_two_part(build.stage)) -%}
    {%- set place -%}
@name, @value, N'SCHEMA', {{ text_literal(build.stage.schema) }}, N'TABLE', {{ text_literal(build.stage.identifier) }}
    {%- endset -%}
    {%- set sql -%}
declare @name sysname, @value sql_variant, @column sysname;
        declare properties cursor local static read_only forward_only for
            select p.name, p.value, n.name
            from sys.extended_properties as p
            left join sys.columns as c on c.object_id = p.major_id and c.column_id = p.minor_id
            left join sys.columns as n on n.object_id = object_id({{ new }}) and n.name = c.name
            where p.class = 1 and p.major_id = object_id({{ old }}) and (p.minor_id = 0 or n.column_id is not null)
              and not exists (
                  select 1 from sys.extended_properties as q
                  where q.class = 1 and q.major_id = object_id({{ new }}) and q.minor_id = coalesce(n.column_id, 0) and q.name = p.name
              );
        open properties;
        fetch next from properties into @name, @value, @column;
        while @@fetch_status = 0
        begin
            if @column is null
                exec sys.sp_addextendedproperty {{ place }};
            else
                exec sys.sp_addextendedproperty {{ place }}, N'COLUMN', @column;
            fetch next from properties into @name, @value, @column;
        end;
        close properties;
        deallocate properties;
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
