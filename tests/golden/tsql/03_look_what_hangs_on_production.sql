drop table if exists #dependents;
        create table #dependents (problem nvarchar(4000) not null, kind varchar(20) not null);
        if has_perms_by_name('sys.sql_expression_dependencies', 'OBJECT', 'SELECT') = 1
            exec sp_executesql N'insert into #dependents
        select distinct
            concat(''the '', lower(replace(o.type_desc, ''_'', '' '')) collate database_default, '' '', object_schema_name(o.object_id), ''.'', o.name,
                   '' is bound to it by schemabinding; drop it, or create it again without''), ''''
        from sys.sql_expression_dependencies as d
        join sys.objects as o on o.object_id = d.referencing_id
        where d.referenced_id = object_id(N''[monday].[orders2]'') and d.is_schema_bound_reference = 1
          and o.type in (''V'', ''FN'', ''IF'', ''TF'', ''SP'')';
        insert into #dependents
        select concat('the table ', object_schema_name(f.parent_object_id), '.', object_name(f.parent_object_id),
                      ' has a foreign key ', f.name, ' to it; drop that constraint first'), ''
        from sys.foreign_keys as f
        where f.referenced_object_id = object_id(N'[monday].[orders2]') and f.parent_object_id <> f.referenced_object_id
        union all
        select 'it is published for replication; take it out of the publication first', ''
        from sys.tables as t
        where t.object_id = object_id(N'[monday].[orders2]')
          and (t.is_replicated = 1 or t.is_published = 1 or t.is_schema_published = 1 or t.is_merge_published = 1)
        union all
        select 'change data capture is on for it and would end with a swap; switch it off first', ''
        from sys.tables as t
        where t.object_id = object_id(N'[monday].[orders2]') and t.is_tracked_by_cdc = 1
        union all
        select N'it is system-versioned and a swap would end its history; switch that off (history: true in the board file keeps one)', ''
        from sys.tables as t
        where t.object_id = object_id(N'[monday].[orders2]') and t.temporal_type <> 0
        union all
        select concat('it stands on the partition scheme ', d.name, ', and a swap would undo that;',
                      ' take it off, and partition a table of your own that is filled from this one'), ''
        from sys.indexes as i
        join sys.data_spaces as d on d.data_space_id = i.data_space_id
        where i.object_id = object_id(N'[monday].[orders2]') and i.index_id in (0, 1) and d.type = 'PS'
        union all
        select concat('it belongs to ', user_name(o.principal_id), ', and the new table would belong to the owner of the schema, so that views might',
                      ' no longer read it; run alter authorization on object::', quotename(s.name), '.', quotename(o.name), ' to schema owner'), ''
        from sys.objects as o
        join sys.schemas as s on s.schema_id = o.schema_id
        where o.object_id = object_id(N'[monday].[orders2]') and o.principal_id <> s.principal_id
        union all
        select distinct concat('the security policy ', object_schema_name(r.object_id), '.', object_name(r.object_id),
                      ' filters it, and would end with a swap or hide rows from the build; drop it and filter in a view over the table'), ''
        from sys.security_predicates as r
        where r.target_object_id = object_id(N'[monday].[orders2]')
        union all
        select concat('its column ', c.name, ' is encrypted by Always Encrypted, and the build would put plain values there;',
                      ' encrypt in a table of your own that is filled from this one'), ''
        from sys.columns as c
        where c.object_id = object_id(N'[monday].[orders2]') and c.encryption_type is not null
        union all
        select 'it has a full-text index, which would be gone with a swap; drop that', 'full-text index'
        from sys.fulltext_indexes as x
        where x.object_id = object_id(N'[monday].[orders2]')
        union all
        select concat('it has the trigger ', r.name, ', which would be gone with a swap; drop that'), 'trigger'
        from sys.triggers as r
        where r.parent_id = object_id(N'[monday].[orders2]') and r.parent_class = 1
        union all
        select 'change tracking is on for it and would end with a swap; switch it off', 'change tracking'
        from sys.change_tracking_tables as g
        where g.object_id = object_id(N'[monday].[orders2]')
        union all
        select concat('it has the foreign key ', f.name, ', which would be gone with a swap; drop that'), 'foreign key'
        from sys.foreign_keys as f
        where f.parent_object_id = object_id(N'[monday].[orders2]')
        union all
        select concat('it has the check constraint ', k.name, ', which would be gone with a swap; drop that'), 'check constraint'
        from sys.check_constraints as k
        where k.parent_object_id = object_id(N'[monday].[orders2]')
        union all
        select concat('it has the default constraint ', v.name, ', which would be gone with a swap; drop that'), 'default constraint'
        from sys.default_constraints as v
        where v.parent_object_id = object_id(N'[monday].[orders2]');
        if exists (select 1 from sys.all_columns where object_id = object_id(N'sys.tables') and name = N'ledger_type') exec sp_executesql N'insert into #dependents select N''it is a ledger table, which SQL Server does not let a swap rename or drop'', N'''' from sys.tables where object_id = object_id(N''[monday].[orders2]'') and ledger_type <> 0';
        select problem, kind from #dependents
