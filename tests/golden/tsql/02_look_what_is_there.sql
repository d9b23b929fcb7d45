select
            n.place,
            case o.type when 'U' then 'table' when 'V' then 'view' else lower(replace(o.type_desc, '_', ' ')) end as kind,
            case when p.name is null then 0 else 1 end as ours,
            (select max(d.data_compression_desc) from sys.partitions as d where d.object_id = o.object_id and d.index_id in (0, 1)) as compression,
            (select d.name from sys.indexes as i join sys.data_spaces as d on d.data_space_id = i.data_space_id
             where i.object_id = o.object_id and i.index_id in (0, 1) and d.type = 'FG' and d.is_default = 0) as on_filegroup,
            cast(p.value as nvarchar(300)) as mark
        from (values (N'production', object_id(N'[monday].[orders2]')), (N'stage', object_id(N'[monday].[stg_orders2]')), (N'previous', object_id(N'[monday].[orders2__previous]')), (N'raw', object_id(N'[raw_monday].[orders]')), (N'builds', object_id(N'[raw_monday].[_builds]'))) as n (place, id)
        join sys.objects as o on o.object_id = n.id
        left join sys.extended_properties as p
            on p.class = 1 and p.major_id = o.object_id and p.minor_id = 0 and p.name = N'built by staged_swap'
