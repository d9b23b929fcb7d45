{#- Babelfish lacks sys.dm_exec_describe_first_result_set; the columns of a view give the same. -#}
{% macro staged_swap_describe_sql(query) %}
    {%- set view = '[' ~ this.schema ~ '].[describe_' ~ local_md5(model.unique_id)[:10] ~ ']' -%}
    {%- set sql -%}
        exec({{ monday.text_literal('drop view if exists ' ~ view) }});
        exec({{ monday.text_literal('create view ' ~ view ~ ' as ' ~ query) }});
        select c.name,
            case
                when t.name in ('nvarchar', 'nchar') then t.name + case when c.max_length = -1 then '(max)' else '(' + cast(c.max_length / 2 as varchar(10)) + ')' end
                when t.name in ('varchar', 'char') then t.name + case when c.max_length = -1 then '(max)' else '(' + cast(c.max_length as varchar(10)) + ')' end
                when t.name in ('decimal', 'numeric') then t.name + '(' + cast(c.precision as varchar(10)) + ',' + cast(c.scale as varchar(10)) + ')'
                when t.name in ('datetime2', 'time') then t.name + '(' + cast(c.scale as varchar(10)) + ')'
                else t.name
            end as system_type_name
        from sys.columns as c join sys.types as t on t.user_type_id = c.user_type_id
        where c.object_id = object_id({{ monday.text_literal(view) }})
        order by c.column_id;
        exec({{ monday.text_literal('drop view ' ~ view) }});
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
