select
            o.name,
            case o.type when 'U' then 'table' when 'V' then 'view' else lower(replace(o.type_desc, '_', ' ')) end as kind,
            case when p.name is null then 0 else 1 end as ours
        from sys.objects as o
        left join sys.extended_properties as p
            on p.class = 1 and p.major_id = o.object_id and p.minor_id = 0 and p.name = N'built by staged_swap'
        where o.schema_id = schema_id(N'monday')
          and lower(o.name) in (N'orders', N'stg_orders', N'orders__previous')
