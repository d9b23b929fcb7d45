{#- A query with one sentence in each row, and its word in meta swap_drops, which is empty if nothing creates it anew. -#}
{% macro staged_swap_dependents_sql(relation) %}
    {{- return(adapter.dispatch('staged_swap_dependents_sql', 'monday')(relation)) -}}
{% endmacro %}

{% macro default__staged_swap_dependents_sql(relation) %}
    {%- do monday.no_engine_macro('staged_swap_dependents_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_dependents_sql(relation) %}
    {%- set sql -%}
        select 'the table ' || table_name || ' has a foreign key to it; drop that constraint first' as problem, '' as kind
        from duckdb_constraints()
        where constraint_type = 'FOREIGN KEY'
          and lower(database_name) = {{ monday.text_literal(relation.database | lower) }}
          and lower(schema_name) = {{ monday.text_literal(relation.schema | lower) }}
          and lower(referenced_table) = {{ monday.text_literal(relation.identifier | lower) }}
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#-
    The login may lack the right to see what is schema-bound to the table (only a server administrator can grant it, and
    on Azure SQL nobody). Then the exchange reports it, because SQL Server neither drops nor renames such a table.
-#}
{% macro sqlserver__staged_swap_dependents_sql(relation) %}
    {%- set object = "object_id(" ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(relation)) ~ ")" -%}
    {#- type_desc has the catalog's own collation, which SQL Server cannot combine with another one. -#}
    {%- set bound -%}
        select distinct
            concat('the ', lower(replace(o.type_desc, '_', ' ')) collate database_default, ' ', object_schema_name(o.object_id), '.', o.name,
                   ' is bound to it by schemabinding; drop it, or create it again without'), ''
        from sys.sql_expression_dependencies as d
        join sys.objects as o on o.object_id = d.referencing_id
        where d.referenced_id = {{ object }} and d.is_schema_bound_reference = 1
          and o.type in ('V', 'FN', 'IF', 'TF', 'SP')
    {%- endset -%}
    {%- set sql -%}
        drop table if exists #dependents;
        create table #dependents (problem nvarchar(4000) not null, kind varchar(20) not null);
        if has_perms_by_name('sys.sql_expression_dependencies', 'OBJECT', 'SELECT') = 1
            exec sp_executesql {{ monday.text_literal('insert into #dependents\n        ' ~ bound) }};
        insert into #dependents
        select concat('the table ', object_schema_name(f.parent_object_id), '.', object_name(f.parent_object_id),
                      ' has a foreign key ', f.name, ' to it; drop that constraint first'), ''
        from sys.foreign_keys as f
        where f.referenced_object_id = {{ object }} and f.parent_object_id <> f.referenced_object_id
        union all
        select 'it is published for replication; take it out of the publication first', ''
        from sys.tables as t
        where t.object_id = {{ object }}
          and (t.is_replicated = 1 or t.is_published = 1 or t.is_schema_published = 1 or t.is_merge_published = 1)
        union all
        select 'change data capture is on for it and would end with a swap; switch it off first', ''
        from sys.tables as t
        where t.object_id = {{ object }} and t.is_tracked_by_cdc = 1
        {{ monday.sqlserver__staged_swap_protections_sql(object) }}
        {{ monday.sqlserver__staged_swap_unreachable_sql(object, true) }}
        {{ monday.sqlserver__staged_swap_attachments_sql(object) }};
        {{ monday.sqlserver__staged_swap_ledger_sql(object) }}
        select problem, kind from #dependents
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
