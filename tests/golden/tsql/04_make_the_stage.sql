set xact_abort on;
begin try
begin transaction;
create table [Reporting].[monday].[stg_orders2] (
    [Item ID] nvarchar(100) not null,
    [it's [x]]] nvarchar(max) null,
    [Name] nvarchar(max) null,
    [🚀 שלום] nvarchar(255) null,
    [auto_number] nvarchar(max) null,
    [board_relation ids] nvarchar(max) null,
    [board_relation] nvarchar(max) null,
    [button] nvarchar(max) null,
    [checkbox] bit null,
    [color_picker] nvarchar(255) null,
    [country code] nvarchar(10) null,
    [country] nvarchar(255) null,
    [creation_log creator id] bigint null,
    [creation_log] datetime2(0) null,
    [date has time] bit null,
    [date] date null,
    [dependency ids] nvarchar(max) null,
    [dependency] nvarchar(max) null,
    [direct_doc] nvarchar(max) null,
    [doc files] nvarchar(max) null,
    [doc] nvarchar(max) null,
    [dropdown label ids] nvarchar(max) null,
    [dropdown] nvarchar(max) null,
    [email address] nvarchar(max) null,
    [email label] nvarchar(max) null,
    [email] nvarchar(max) null,
    [file files] nvarchar(max) null,
    [file] nvarchar(max) null,
    [formula] nvarchar(max) null,
    [group id] nvarchar(255) null,
    [group] nvarchar(255) null,
    [hour] time(0) null,
    [integration] nvarchar(max) null,
    [item_assignees] nvarchar(max) null,
    [item_id] bigint null,
    [last_updated updater id] bigint null,
    [last_updated] datetime2(0) null,
    [link text] nvarchar(max) null,
    [link url] nvarchar(max) null,
    [link] nvarchar(max) null,
    [location address] nvarchar(max) null,
    [location city] nvarchar(255) null,
    [location country] nvarchar(255) null,
    [location lat] decimal(20,17) null,
    [location lng] decimal(20,17) null,
    [location] nvarchar(max) null,
    [long_text] nvarchar(max) null,
    [mirror] nvarchar(max) null,
    [name] nvarchar(max) null,
    [numbers] decimal(18,2) null,
    [people ids] nvarchar(max) null,
    [people] nvarchar(max) null,
    [person] nvarchar(max) null,
    [phone country] nvarchar(10) null,
    [phone number] nvarchar(255) null,
    [phone] nvarchar(max) null,
    [progress] nvarchar(max) null,
    [rating] int null,
    [status done] bit null,
    [status label id] int null,
    [status] nvarchar(255) null,
    [subtasks ids] nvarchar(max) null,
    [subtasks] nvarchar(max) null,
    [tags ids] nvarchar(max) null,
    [tags] nvarchar(max) null,
    [team] nvarchar(max) null,
    [text] nvarchar(max) null,
    [time_tracking running] bit null,
    [time_tracking] int null,
    [timeline from] date null,
    [timeline to] date null,
    [timeline] nvarchar(max) null,
    [unknown] nvarchar(max) null,
    [unsupported] nvarchar(max) null,
    [vote voter ids] nvarchar(max) null,
    [vote] int null,
    [week from] date null,
    [week to] date null,
    [week] nvarchar(max) null,
    [world_clock] nvarchar(255) null,
    [date and time] datetime2(0) null,
    [narrow text] varchar(20) null,
    constraint [PK_stg_orders2] primary key clustered ([Item ID])
);

exec sys.sp_addextendedproperty
    @name = N'built by staged_swap', @value = N'model.monday.statements',
    @level0type = N'SCHEMA', @level0name = N'monday',
    @level1type = N'TABLE', @level1name = N'stg_orders2';
commit transaction;
end try
begin catch
    if @@trancount > 0 rollback transaction;

    if applock_mode('public', N'staged_swap monday.orders2', 'Session') <> 'NoLock' exec sys.sp_releaseapplock @Resource = N'staged_swap monday.orders2', @LockOwner = 'Session';
    if error_number() in (511, 1701, 1702)
    begin
        declare @told nvarchar(2048) = case error_number() when 511 then N'staged_swap: a row is longer than the 8,060 bytes that a row of a table can have. A filled text takes up to 24 of them, wherever the rest of it is kept: take columns out of the model, or give those with short texts a type such as varchar(10) (monday-board review rejects columns; data_type in the board file gives one another type).' else N'staged_swap: a table has at most 1,024 columns; take columns out of the model (monday-board review rejects columns; data_type in the board file gives one another type).' end + N' SQL Server says: ' + error_message();
        throw 50005, @told, 1;
    end;
    throw;
end catch;
