set xact_abort on;
set lock_timeout 1000;
set deadlock_priority low;
declare @waits_for nvarchar(300) = N'[monday].[orders2]', @message nvarchar(2048);
declare @give_up datetime2(3) = dateadd(second, 600, sysutcdatetime());
declare @pause int = 1;
while 1 = 1
begin
    begin try
        if @@trancount = 0 begin transaction;
        set @waits_for = N'monday.stg_orders2';
        exec sys.sp_rename N'[monday].[stg_orders2]', N'__staged_swap_037f80510475383d44b856821f4ca3d7', N'OBJECT';
        declare @grants nvarchar(max);
        select @grants = string_agg(cast(
            case p.state when 'D' then N'deny ' when 'R' then N'revoke ' else N'grant ' end
            + p.permission_name collate database_default
            + N' on [monday].[orders2]'
            + case when p.minor_id = 0 then N'' else N' (' + quotename(c.name) + N')' end
            + case p.state when 'R' then N' from ' else N' to ' end + quotename(u.name)
            + case when p.state = 'W' then N' with grant option' when p.state in ('D', 'R') then N' cascade' else N'' end + N';'
        as nvarchar(max)), N'') within group (order by 2 * p.minor_id + case p.state when 'D' then 1 else 0 end)
        from sys.database_permissions as p
        join sys.database_principals as u on u.principal_id = p.grantee_principal_id
        join sys.objects as o on o.object_id = p.major_id
        join sys.schemas as s on s.schema_id = o.schema_id
        left join sys.columns as c on c.object_id = p.major_id and c.column_id = p.minor_id
        where p.class = 1 and p.major_id = object_id(N'[monday].[orders2]')
          and u.name not in (N'dbo', N'sys', N'INFORMATION_SCHEMA', user_name())
          and u.principal_id <> coalesce(o.principal_id, s.principal_id)
          and p.state in ('G', 'W', 'D', 'R')
          and (p.minor_id = 0 or exists (
              select 1 from sys.columns as k
              where k.object_id = object_id(N'[monday].[__staged_swap_037f80510475383d44b856821f4ca3d7]') and k.name = c.name
          ));
        set @waits_for = N'monday.orders2';
        drop table [monday].[orders2];
        exec sys.sp_rename N'[monday].[__staged_swap_037f80510475383d44b856821f4ca3d7]', N'orders2', N'OBJECT';
        if object_id(N'[monday].[PK_stg_orders2]') is not null exec sys.sp_rename N'[monday].[PK_stg_orders2]', N'PK_orders2', N'OBJECT';
        if @grants is not null exec sp_executesql @grants;
        if object_id(N'[monday].[orders2]', N'U') is null
            throw 50001, N'staged_swap: the renamed table is missing; the exchange was undone', 1;
        commit transaction;
        break;
    end try
    begin catch
        if @@trancount > 0 rollback transaction;
        if error_number() not in (1205, 1222) or sysutcdatetime() >= @give_up
        begin
            set lock_timeout -1;
            set deadlock_priority normal;
            if applock_mode('public', N'staged_swap monday.orders2', 'Session') <> 'NoLock' exec sys.sp_releaseapplock @Resource = N'staged_swap monday.orders2', @LockOwner = 'Session';
            if error_number() in (1205, 1222)
            begin
                set @message = concat(N'staged_swap left monday.orders2 as it was: ', @waits_for, N' was in use for 600 seconds on end; end the long reader and run it again');
                set @message = replace(@message, '%', '%%');
                throw 50002, @message, 1;
            end;
            if error_number() = 547
            begin
                set @message = replace(concat(N'staged_swap left monday.orders2 as it was: a constraint refuses the new rows; correct what it names, or drop it. SQL Server says: ', error_message()), '%', '%%');
                throw 50007, @message, 1;
            end;
            throw;
        end;
    end catch;
    declare @delay char(8) = convert(char(8), dateadd(second, @pause, 0), 108); waitfor delay @delay;
    set @pause = case when @pause < 15 then @pause * 2 else 30 end;
end;
set lock_timeout -1;
set deadlock_priority normal;
