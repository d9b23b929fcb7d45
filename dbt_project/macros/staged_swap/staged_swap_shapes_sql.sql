{#-
    A query for (place, kind, name, text) of tables: their columns with types, their keys, their indexes. See
    staged_swap_shapes. Columns that two of the tables have in common are left out: a build's tables usually have all of
    them in common, up to hundreds.
-#}
{% macro staged_swap_shapes_sql(tables) %}
    {{- return(adapter.dispatch('staged_swap_shapes_sql', 'monday')(tables)) -}}
{% endmacro %}

{% macro default__staged_swap_shapes_sql(tables) %}
    {%- do monday.no_engine_macro('staged_swap_shapes_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_shapes_sql(tables) %}
    {%- set relation = tables.values() | first -%}
    {%- set places = [] -%}
    {%- for place, table in tables.items() -%}
        {%- do places.append("('" ~ place ~ "', " ~ monday.text_literal(table.identifier | lower) ~ ")") -%}
    {%- endfor -%}
    {%- set here -%}
        join places on table_name_lower = lower(table_name)
        where lower(database_name) = {{ monday.text_literal(relation.database | lower) }}
          and lower(schema_name) = {{ monday.text_literal(relation.schema | lower) }}
    {%- endset -%}
    {%- set sql -%}
        with places (place, table_name_lower) as (values {{ places | join(', ') }}),
        keys as (
            select place, unnest(constraint_column_names) as name
            from duckdb_constraints() {{ here }} and constraint_type = 'PRIMARY KEY'
        ),
        held as (
            select place, column_name as name,
                data_type || case when is_nullable or (place, column_name) in (from keys) then '' else ' not null' end as said
            from duckdb_columns() {{ here }}
        )
        select place, 'column' as kind, name, said
        from held
        where not exists (
            select 1 from held as others
            where others.place <> held.place and others.name = held.name and others.said = held.said
        )
        union all
        select place, 'key', '1', array_to_string(constraint_column_names, ', ')
        from duckdb_constraints() {{ here }} and constraint_type = 'PRIMARY KEY'
        union all
        select place, 'index', index_name, case when is_unique then 'unique' else '' end
        from duckdb_indexes() {{ here }}
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#-
    Computed columns and the period columns of a temporal table cannot be written, so they are not part of the shape. A
    type includes everything that sys.columns says about it, so that no value can be cut on the way.
-#}
{% macro sqlserver__staged_swap_shapes_sql(tables) %}
    {%- set places = [] -%}
    {%- for place, table in tables.items() -%}
        {%- do places.append("('" ~ place ~ "', object_id(" ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(table)) ~ "))") -%}
    {%- endfor -%}
    {#- Compares names and types by their characters, whatever the collation of the catalog. -#}
    {%- set exact = 'Latin1_General_100_BIN2' -%}
    {%- set places = "(values " ~ places | join(', ') ~ ") as n (place, id)" -%}
    {%- set sql -%}
        with held as (
            select n.place, c.name collate {{ exact }} as name,
                concat(type_name(c.user_type_id), '(', c.max_length, ',', c.precision, ',', c.scale, ')',
                       ' ' + c.collation_name, case when c.is_nullable = 1 then ' null' else ' not null' end) collate {{ exact }} as said
            from {{ places }}
            join sys.columns as c on c.object_id = n.id
            where c.is_computed = 0{{ monday.sqlserver__staged_swap_written_columns() }}
        )
        select place, 'column' as kind, name collate {{ exact }} as name, said collate {{ exact }} as said
        from held
        where not exists (
            select 1 from held as others
            where others.place <> held.place and others.name = held.name and others.said = held.said
        )
        union all
        select n.place, case when i.is_primary_key = 1 then 'key' else 'index' end, i.name collate {{ exact }},
            concat(
                case when i.is_unique = 1 and i.is_primary_key = 0 then 'unique ' else '' end,
                (select string_agg(cast(c.name as nvarchar(max)), ', ') within group (order by k.key_ordinal)
                 from sys.index_columns as k join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
                 where k.object_id = i.object_id and k.index_id = i.index_id and k.is_included_column = 0),
                ' include ' + (select string_agg(cast(c.name as nvarchar(max)), ', ') within group (order by c.name collate Latin1_General_100_BIN2)
                 from sys.index_columns as k join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
                 where k.object_id = i.object_id and k.index_id = i.index_id and k.is_included_column = 1)
            ) collate {{ exact }}
        from {{ places }}
        join sys.indexes as i on i.object_id = n.id
        where (i.is_primary_key = 1 or i.index_id > 1)
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_written_columns() %}
    {{- return(' and c.generated_always_type = 0') -}}
{% endmacro %}
