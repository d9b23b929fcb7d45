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
        set @waits_for = N'[monday].[orders2]';
        delete old_rows from [Reporting].[monday].[orders2] as old_rows with (tablockx);
        insert into [Reporting].[monday].[orders2] ([Item ID], [it's [x]]], [Name], [🚀 שלום], [auto_number], [board_relation ids], [board_relation], [button], [checkbox changed at], [checkbox], [color_picker changed at], [color_picker], [country changed at], [country code], [country], [creation_log creator id], [creation_log], [date changed at], [date has time], [date], [dependency ids], [dependency], [direct_doc], [doc files], [doc], [dropdown changed at], [dropdown label ids], [dropdown], [email address], [email changed at], [email label], [email], [file files], [file], [formula], [group id], [group], [hour changed at], [hour], [integration], [item_assignees], [item_id], [last_updated updater id], [last_updated], [link changed at], [link text], [link url], [link], [location address], [location changed at], [location city], [location country], [location lat], [location lng], [location], [long_text changed at], [long_text], [mirror], [name], [numbers], [people changed at], [people ids], [people], [person], [phone changed at], [phone country], [phone number], [phone], [progress], [rating changed at], [rating], [status changed at], [status done], [status label id], [status], [subtasks ids], [subtasks], [tags ids], [tags], [team], [text], [time_tracking changed at], [time_tracking running], [time_tracking], [timeline changed at], [timeline from], [timeline to], [timeline], [unknown], [unsupported], [vote changed at], [vote voter ids], [vote], [week from], [week to], [week], [world_clock changed at], [world_clock], [date and time], [narrow text])
        select [Item ID], [it's [x]]], [Name], [🚀 שלום], [auto_number], [board_relation ids], [board_relation], [button], [checkbox changed at], [checkbox], [color_picker changed at], [color_picker], [country changed at], [country code], [country], [creation_log creator id], [creation_log], [date changed at], [date has time], [date], [dependency ids], [dependency], [direct_doc], [doc files], [doc], [dropdown changed at], [dropdown label ids], [dropdown], [email address], [email changed at], [email label], [email], [file files], [file], [formula], [group id], [group], [hour changed at], [hour], [integration], [item_assignees], [item_id], [last_updated updater id], [last_updated], [link changed at], [link text], [link url], [link], [location address], [location changed at], [location city], [location country], [location lat], [location lng], [location], [long_text changed at], [long_text], [mirror], [name], [numbers], [people changed at], [people ids], [people], [person], [phone changed at], [phone country], [phone number], [phone], [progress], [rating changed at], [rating], [status changed at], [status done], [status label id], [status], [subtasks ids], [subtasks], [tags ids], [tags], [team], [text], [time_tracking changed at], [time_tracking running], [time_tracking], [timeline changed at], [timeline from], [timeline to], [timeline], [unknown], [unsupported], [vote changed at], [vote voter ids], [vote], [week from], [week to], [week], [world_clock changed at], [world_clock], [date and time], [narrow text] from [Reporting].[monday].[stg_orders2] as new_rows;
        if (select count_big(*) from [Reporting].[monday].[orders2]) <> (select count_big(*) from [Reporting].[monday].[stg_orders2])
            throw 50006, N'staged_swap: the table does not have the rows that were put into it; a trigger may have changed them; the exchange was undone', 1;

exec sys.sp_addextendedproperty
    @name = N'built by staged_swap', @value = N'<run>.model.monday.statements',
    @level0type = N'SCHEMA', @level0name = N'monday',
    @level1type = N'TABLE', @level1name = N'orders2';
        if object_id(N'[monday].[orders2]', N'U') is null
            throw 50001, N'staged_swap: the renamed table is missing; the exchange was undone', 1;
        if applock_mode('public', N'staged_swap monday.orders2', 'Session') <> 'NoLock' exec sys.sp_releaseapplock @Resource = N'staged_swap monday.orders2', @LockOwner = 'Session';
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
