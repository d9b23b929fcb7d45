{#-
    Copies to the stage what somebody has added to production and a single statement can recreate: statistics over
    columns that the stage has too, and extended properties such as MS_Description, of the table and of such columns,
    that dbt has not set on the stage. What meta swap_drops lists is not copied.
-#}
{% macro sqlserver__staged_swap_carry_over(build) %}
    {%- if 'statistics' not in build.settings.swap_drops -%}
        {%- do monday.staged_swap_execute(monday.sqlserver__staged_swap_statistics_sql(build)) -%}
    {%- endif -%}
    {%- if 'property' not in build.settings.swap_drops -%}
        {%- do monday.staged_swap_execute(monday.sqlserver__staged_swap_properties_sql(build)) -%}
    {%- endif -%}
{% endmacro %}

{#- Uses a loop instead of generated statements, so that each value, a sql_variant, keeps its type. -#}
{% macro sqlserver__staged_swap_properties_sql(build) %}
    {%- set old = monday.text_literal(monday.sqlserver__staged_swap_two_part(build.production)) -%}
    {%- set new = monday.text_literal(monday.sqlserver__staged_swap_two_part(build.stage)) -%}
    {%- set place -%}
@name, @value, N'SCHEMA', {{ monday.text_literal(build.stage.schema) }}, N'TABLE', {{ monday.text_literal(build.stage.identifier) }}
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
