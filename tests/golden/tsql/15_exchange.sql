set xact_abort on;
set lock_timeout 1000;
set deadlock_priority low;
declare @waits_for nvarchar(300) = N'[monday].[orders2]', @error int, @message nvarchar(2048);
declare @give_up datetime2(3) = dateadd(second, 600, sysutcdatetime());
declare @pause int = 1;
while 1 = 1
begin
    begin try
        if @@trancount = 0 begin transaction;
        set @waits_for = N'[monday].[stg_orders2]';
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
        set @waits_for = N'[monday].[orders2]';
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
        set @error = error_number();
        if @@trancount > 0 rollback transaction;
        if @error not in (1205, 1222) or sysutcdatetime() >= @give_up
        begin
            if @error in (1205, 1222)
            begin
                declare @holders nvarchar(1000), @object nvarchar(300) = @waits_for, @resource nvarchar(255) = null;
                begin try
                    exec sp_executesql N'select @told = left(string_agg(cast(concat(
                    N'' Session '', s.session_id, N'' of '', s.login_name collate database_default, N'' ('', s.program_name collate database_default, N'') holds it, since '',
                    convert(nvarchar(19), coalesce(r.start_time, s.last_request_start_time), 120), N'', with: '',
                    left(replace(replace(replace(t.[text] collate database_default, char(13), N'' ''), char(10), N'' ''), char(9), N'' ''), 200), N''.''
                ) as nvarchar(max)), N''''), 900)
                from (
                    select distinct top (3) l.request_session_id as session_id
                    from sys.dm_tran_locks as l
                    where l.resource_database_id = db_id() and l.request_status = ''GRANT'' and l.request_session_id <> @@spid
                      and (
                          l.resource_type = ''OBJECT'' and l.resource_associated_entity_id = object_id(@object)
                          or l.resource_type = ''APPLICATION'' and charindex(left(@resource, 32), l.resource_description) > 0
                      )
                ) as h
                join sys.dm_exec_sessions as s on s.session_id = h.session_id
                left join sys.dm_exec_requests as r on r.session_id = s.session_id
                left join sys.dm_exec_connections as c on c.session_id = s.session_id and c.parent_connection_id is null
                outer apply sys.dm_exec_sql_text(coalesce(r.sql_handle, c.most_recent_sql_handle)) as t;', N'@object nvarchar(300), @resource nvarchar(255), @told nvarchar(1000) output',
                        @object = @object, @resource = @resource, @told = @holders output;
                end try
                begin catch
                    set @holders = null;
                end catch;
            end;
            set lock_timeout -1;
            set deadlock_priority normal;
            if applock_mode('public', N'staged_swap monday.orders2', 'Session') <> 'NoLock' exec sys.sp_releaseapplock @Resource = N'staged_swap monday.orders2', @LockOwner = 'Session';
            if @error in (1205, 1222)
            begin
                set @message = concat(N'staged_swap left monday.orders2 as it was: ', @waits_for, N' was in use for 600 seconds on end; end the long reader and run it again.', @holders);
                set @message = replace(@message, '%', '%%');
                throw 50002, @message, 1;
            end;
            if @error = 547
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
