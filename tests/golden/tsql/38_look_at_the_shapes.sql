with held as (
            select n.place, c.name collate Latin1_General_100_BIN2 as name,
                concat(type_name(c.user_type_id), '(', c.max_length, ',', c.precision, ',', c.scale, ')',
                       ' ' + c.collation_name, case when c.is_nullable = 1 then ' null' else ' not null' end) collate Latin1_General_100_BIN2 as said
            from (values ('new', object_id(N'[monday].[stg_orders2]')), ('old', object_id(N'[monday].[orders2]'))) as n (place, id)
            join sys.columns as c on c.object_id = n.id
            where c.is_computed = 0 and c.generated_always_type = 0
        )
        select place, 'column' as kind, name collate Latin1_General_100_BIN2 as name, said collate Latin1_General_100_BIN2 as said
        from held
        where not exists (
            select 1 from held as others
            where others.place <> held.place and others.name = held.name and others.said = held.said
        )
        union all
        select n.place, case when i.is_primary_key = 1 then 'key' else 'index' end, i.name collate Latin1_General_100_BIN2,
            concat(
                case when i.is_unique = 1 and i.is_primary_key = 0 then 'unique ' else '' end,
                (select string_agg(cast(c.name as nvarchar(max)), ', ') within group (order by k.key_ordinal)
                 from sys.index_columns as k join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
                 where k.object_id = i.object_id and k.index_id = i.index_id and k.is_included_column = 0),
                ' include ' + (select string_agg(cast(c.name as nvarchar(max)), ', ') within group (order by c.name collate Latin1_General_100_BIN2)
                 from sys.index_columns as k join sys.columns as c on c.object_id = k.object_id and c.column_id = k.column_id
                 where k.object_id = i.object_id and k.index_id = i.index_id and k.is_included_column = 1)
            ) collate Latin1_General_100_BIN2
        from (values ('new', object_id(N'[monday].[stg_orders2]')), ('old', object_id(N'[monday].[orders2]'))) as n (place, id)
        join sys.indexes as i on i.object_id = n.id
        where (i.is_primary_key = 1 or i.index_id > 1)
