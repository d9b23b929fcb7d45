USE [Reporting];
if object_id(N'[raw_monday].[_builds]') is null
begin try
    create table [Reporting].[raw_monday].[_builds] (
        [build_id] nvarchar(300) not null, [model] nvarchar(255) not null,
        [table_name] nvarchar(260) not null, [started_at] datetime2(3) not null, [ended_at] datetime2(3) not null,
        [status] varchar(20) not null, [rows] bigint null, [losses] nvarchar(max) null, [message] nvarchar(max) null,
        [state] nvarchar(255) null, [fingerprint] varchar(64) null
    );
end try
begin catch
    if error_number() <> 2714 throw;
end catch;
if not exists (select 1 from sys.columns where object_id = object_id(N'[raw_monday].[_builds]') and name = N'state')
begin try
    alter table [Reporting].[raw_monday].[_builds] add [state] nvarchar(255) null, [fingerprint] varchar(64) null;
end try
begin catch
    if error_number() <> 2705 throw;
end catch;
if not exists (select 1 from sys.indexes where object_id = object_id(N'[raw_monday].[_builds]') and index_id > 0)
begin try
    create clustered index [IX_builds] on [Reporting].[raw_monday].[_builds] ([model], [started_at] desc);
end try
begin catch
    if error_number() not in (1902, 1913) throw;
end catch;
