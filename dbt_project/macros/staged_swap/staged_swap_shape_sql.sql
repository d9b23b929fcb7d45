{#- A query for (kind, name, text) of a table: its columns and types, its key, its indexes. See staged_swap_shape. -#}
{% macro staged_swap_shape_sql(relation) %}
    {{- return(adapter.dispatch('staged_swap_shape_sql', 'monday')(relation)) -}}
{% endmacro %}

{% macro default__staged_swap_shape_sql(relation) %}
    {%- do monday.no_engine_macro('staged_swap_shape_sql') -%}
{% endmacro %}

{% macro duckdb__staged_swap_shape_sql(relation) %}
    {%- set here -%}
        lower(database_name) = {{ monday.text_literal(relation.database | lower) }}
          and lower(schema_name) = {{ monday.text_literal(relation.schema | lower) }}
          and lower(table_name) = {{ monday.text_literal(relation.identifier | lower) }}
    {%- endset -%}
    {%- set sql -%}
        select 'column' as kind, column_name as name, data_type as said
        from duckdb_columns()
        where {{ here }}
        union all
        select 'key', '1', array_to_string(constraint_column_names, ', ')
        from duckdb_constraints()
        where constraint_type = 'PRIMARY KEY' and {{ here }}
        union all
        select 'index', index_name, case when is_unique then 'unique' else '' end
        from duckdb_indexes()
        where {{ here }}
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#-
    Computed columns and the period of a temporal table are nobody's to write, hence no part of the shape.
    A type is told with all that sys.columns says of it: no value may be cut on the way.
-#}
{% macro sqlserver__staged_swap_shape_sql(relation) %}
    {%- set object = "object_id(" ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(relation)) ~ ")" -%}
    {%- set sql -%}
        select 'column' as kind, c.name as name,
            concat(type_name(c.user_type_id), '(', c.max_length, ',', c.precision, ',', c.scale, ')',
                   ' ' + c.collation_name, case when c.is_nullable = 1 then ' null' else ' not null' end) as said
        from sys.columns as c
        where c.object_id = {{ object }} and c.is_computed = 0{{ monday.sqlserver__staged_swap_written_columns() }}
        union all
        select case when i.is_primary_key = 1 then 'key' else 'index' end, i.name,
            concat(
                case when i.is_unique = 1 and i.is_primary_key = 0 then 'unique ' else '' end,
                (select string_agg(cast(c.name as nvarchar(max)), ', ') within group (order by k.key_ordinal)
                 from sys.index_columns as k join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
                 where k.object_id = i.object_id and k.index_id = i.index_id and k.is_included_column = 0),
                ' include ' + (select string_agg(cast(c.name as nvarchar(max)), ', ') within group (order by c.name collate Latin1_General_100_BIN2)
                 from sys.index_columns as k join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
                 where k.object_id = i.object_id and k.index_id = i.index_id and k.is_included_column = 1)
            )
        from sys.indexes as i
        where i.object_id = {{ object }} and (i.is_primary_key = 1 or i.index_id > 1)
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{% macro sqlserver__staged_swap_written_columns() %}
    {{- return(' and c.generated_always_type = 0') -}}
{% endmacro %}
