declare @name sysname, @value sql_variant, @column sysname;
        declare properties cursor local static read_only forward_only for
            select p.name, p.value, n.name
            from sys.extended_properties as p
            left join sys.columns as c on c.object_id = p.major_id and c.column_id = p.minor_id
            left join sys.columns as n on n.object_id = object_id(N'[monday].[stg_orders2]') and n.name = c.name
            where p.class = 1 and p.major_id = object_id(N'[monday].[orders2]') and (p.minor_id = 0 or n.column_id is not null)
              and not exists (
                  select 1 from sys.extended_properties as q
                  where q.class = 1 and q.major_id = object_id(N'[monday].[stg_orders2]') and q.minor_id = coalesce(n.column_id, 0) and q.name = p.name
              );
        open properties;
        fetch next from properties into @name, @value, @column;
        while @@fetch_status = 0
        begin
            if @column is null
                exec sys.sp_addextendedproperty @name, @value, N'SCHEMA', N'monday', N'TABLE', N'stg_orders2';
            else
                exec sys.sp_addextendedproperty @name, @value, N'SCHEMA', N'monday', N'TABLE', N'stg_orders2', N'COLUMN', @column;
            fetch next from properties into @name, @value, @column;
        end;
        close properties;
        deallocate properties;
