-- create the schema
if schema_id(N'raw_monday') is null exec(N'create schema [raw_monday]')
go

-- look for the schema
select schema_id(N'raw_monday')
go

-- create _loads
if object_id(N'[raw_monday].[_loads]', N'U') is null
create table [raw_monday].[_loads] (
    load_id varchar(64) collate Latin1_General_100_BIN2 not null,
    board varchar(128) collate Latin1_General_100_BIN2 not null,
    board_id bigint not null,
    started_at datetime2(3) not null,
    ended_at datetime2(3) null,
    status varchar(16) collate Latin1_General_100_BIN2 not null,
    items bigint null,
    [rows] bigint null,
    calls bigint null,
    complexity bigint null,
    waits float null,
    drift nvarchar(max) null,
    [error] nvarchar(max) null,
    kind varchar(16) collate Latin1_General_100_BIN2 null,
    watermark varchar(64) collate Latin1_General_100_BIN2 null,
    fingerprint varchar(128) collate Latin1_General_100_BIN2 null,
    notes nvarchar(max) null,
    revisions nvarchar(max) null,
    complete_by varchar(64) collate Latin1_General_100_BIN2 null,
    swept_at varchar(64) collate Latin1_General_100_BIN2 null,
    seq bigint null,
    constraint [PK__loads] primary key clustered (load_id)
)
go

-- look at the columns of _loads
select c.name from sys.columns as c where c.object_id = object_id(N'[raw_monday].[_loads]', N'U')
go

-- add kind to an earlier _loads
alter table [raw_monday].[_loads] add kind varchar(16) collate Latin1_General_100_BIN2 null
go

-- add watermark to an earlier _loads
alter table [raw_monday].[_loads] add watermark varchar(64) collate Latin1_General_100_BIN2 null
go

-- add fingerprint to an earlier _loads
alter table [raw_monday].[_loads] add fingerprint varchar(128) collate Latin1_General_100_BIN2 null
go

-- add notes to an earlier _loads
alter table [raw_monday].[_loads] add notes nvarchar(max) null
go

-- add revisions to an earlier _loads
alter table [raw_monday].[_loads] add revisions nvarchar(max) null
go

-- add complete_by to an earlier _loads
alter table [raw_monday].[_loads] add complete_by varchar(64) collate Latin1_General_100_BIN2 null
go

-- add swept_at to an earlier _loads
alter table [raw_monday].[_loads] add swept_at varchar(64) collate Latin1_General_100_BIN2 null
go

-- add seq to an earlier _loads
alter table [raw_monday].[_loads] add seq bigint null
go

-- index _loads
if not exists (
    select 1 from sys.indexes
    where object_id = object_id(N'[raw_monday].[_loads]', N'U') and name = N'IX_loads'
)
create index [IX_loads] on [raw_monday].[_loads] (board, seq desc, started_at desc, load_id)
    include (status, kind, watermark, ended_at)
go

-- create _builds
if object_id(N'[raw_monday].[_builds]', N'U') is null
create table [raw_monday].[_builds] (
    build_id nvarchar(300) not null,
    model nvarchar(255) not null,
    table_name nvarchar(260) not null,
    started_at datetime2(3) not null,
    ended_at datetime2(3) not null,
    status varchar(20) not null,
    [rows] bigint null,
    losses nvarchar(max) null,
    message nvarchar(max) null,
    state nvarchar(255) null,
    fingerprint varchar(64) null
)
go

-- add later columns to an earlier _builds
if not exists (
    select 1 from sys.columns
    where object_id = object_id(N'[raw_monday].[_builds]', N'U') and name = N'state'
)
alter table [raw_monday].[_builds] add state nvarchar(255) null, fingerprint varchar(64) null
go

-- create _column_labels
if object_id(N'[raw_monday].[_column_labels]', N'U') is null
create table [raw_monday].[_column_labels] (
    [board] varchar(128) collate Latin1_General_100_BIN2 not null,
    [board_id] bigint null,
    [column_id] varchar(255) collate Latin1_General_100_BIN2 not null,
    [label_id] bigint not null,
    [label] nvarchar(max) null,
    [colour] nvarchar(max) null,
    [position] int null,
    [is_done] bit null,
    [is_deactivated] bit null,
    [valid_from] datetime2(3) not null,
    [valid_to] datetime2(3) null,
    constraint [PK__column_labels] primary key clustered (board, column_id, label_id, valid_from)
)
go

-- create _users
if object_id(N'[raw_monday].[_users]', N'U') is null
create table [raw_monday].[_users] (
    [user_id] bigint not null,
    [name] nvarchar(max) null,
    [email] nvarchar(max) null,
    [kind] nvarchar(max) null,
    [status] nvarchar(max) null,
    [team_ids] nvarchar(max) null,
    [seen_at] datetime2(3) null,
    [checked_at] datetime2(3) null,
    constraint [PK__users] primary key clustered (user_id)
)
go

-- create _teams
if object_id(N'[raw_monday].[_teams]', N'U') is null
create table [raw_monday].[_teams] (
    [team_id] bigint not null,
    [name] nvarchar(max) null,
    [seen_at] datetime2(3) null,
    [checked_at] datetime2(3) null,
    constraint [PK__teams] primary key clustered (team_id)
)
go

-- create _columns
if object_id(N'[raw_monday].[_columns]', N'U') is null
create table [raw_monday].[_columns] (
    [board] varchar(128) collate Latin1_General_100_BIN2 not null,
    [column_id] varchar(255) collate Latin1_General_100_BIN2 not null,
    [board_id] bigint null,
    [name] nvarchar(max) null,
    [column_type] nvarchar(max) null,
    [data_type] nvarchar(max) null,
    [decision] nvarchar(max) null,
    [names] nvarchar(max) null,
    [decided] nvarchar(max) null,
    [filed] nvarchar(max) null,
    [load_id] nvarchar(max) null,
    [changed_at] datetime2(3) null,
    constraint [PK__columns] primary key clustered (board, column_id)
)
go

-- create _told
if object_id(N'[raw_monday].[_told]', N'U') is null
create table [raw_monday].[_told] (
    [board] varchar(128) collate Latin1_General_100_BIN2 not null,
    [state] nvarchar(max) null,
    [told_at] datetime2(3) null,
    constraint [PK__told] primary key clustered (board)
)
go

-- create _changes
if object_id(N'[raw_monday].[_changes]', N'U') is null
create table [raw_monday].[_changes] (
    [board] varchar(128) collate Latin1_General_100_BIN2 not null,
    [seq] bigint not null,
    [item_id] bigint not null,
    [load_id] varchar(255) collate Latin1_General_100_BIN2 null,
    [kind] varchar(255) collate Latin1_General_100_BIN2 null,
    constraint [PK__changes] primary key clustered (board, seq, item_id)
)
go

-- create _boards
if object_id(N'[raw_monday].[_boards]', N'U') is null
create table [raw_monday].[_boards] (
    [board_id] bigint not null,
    [name] nvarchar(max) null,
    [state] nvarchar(max) null,
    [type] nvarchar(max) null,
    [kind] nvarchar(max) null,
    [hierarchy] nvarchar(max) null,
    [workspace_id] bigint null,
    [folder_id] bigint null,
    [owner_ids] nvarchar(max) null,
    [items] int null,
    [url] nvarchar(max) null,
    [created_at] datetime2(3) null,
    [updated_at] datetime2(3) null,
    [seen_at] datetime2(3) null,
    [checked_at] datetime2(3) null,
    constraint [PK__boards] primary key clustered (board_id)
)
go

-- create _groups
if object_id(N'[raw_monday].[_groups]', N'U') is null
create table [raw_monday].[_groups] (
    [board_id] bigint not null,
    [group_id] varchar(255) collate Latin1_General_100_BIN2 not null,
    [title] nvarchar(max) null,
    [colour] nvarchar(max) null,
    [position] int null,
    [is_archived] bit null,
    [is_deleted] bit null,
    [seen_at] datetime2(3) null,
    [checked_at] datetime2(3) null,
    constraint [PK__groups] primary key clustered (board_id, group_id)
)
go

-- create _workspaces
if object_id(N'[raw_monday].[_workspaces]', N'U') is null
create table [raw_monday].[_workspaces] (
    [workspace_id] bigint not null,
    [name] nvarchar(max) null,
    [kind] nvarchar(max) null,
    [state] nvarchar(max) null,
    [description] nvarchar(max) null,
    [is_default] bit null,
    [created_at] datetime2(3) null,
    [seen_at] datetime2(3) null,
    [checked_at] datetime2(3) null,
    constraint [PK__workspaces] primary key clustered (workspace_id)
)
go

-- create _account
if object_id(N'[raw_monday].[_account]', N'U') is null
create table [raw_monday].[_account] (
    [table_name] varchar(255) collate Latin1_General_100_BIN2 not null,
    [rows] int null,
    [loaded_at] datetime2(3) null,
    [checked_at] datetime2(3) null,
    [error] nvarchar(max) null,
    constraint [PK__account] primary key clustered (table_name)
)
go

-- close killed loads
update [raw_monday].[_loads] set status = 'failed', [error] = ? where board = cast(? as varchar(128)) and status = 'running'
go

-- set up the session
set xact_abort on; set nocount off; set implicit_transactions off
go

-- look who holds a lock
select distinct top (3) s.session_id, s.login_name, s.program_name,
    datediff(second, coalesce(r.start_time, s.last_request_start_time), getdate()),
    left(t.[text], 200)
from sys.dm_tran_locks as l
join sys.dm_exec_sessions as s on s.session_id = l.request_session_id
left join sys.dm_exec_requests as r on r.session_id = s.session_id
left join sys.dm_exec_connections as c on c.session_id = s.session_id
outer apply sys.dm_exec_sql_text(coalesce(r.sql_handle, c.most_recent_sql_handle)) as t
where l.resource_database_id = db_id() and l.request_status = 'GRANT'
    and l.request_session_id <> @@spid
    and (
        l.resource_type = 'OBJECT' and l.resource_associated_entity_id = object_id(?)
        or l.resource_type = 'APPLICATION' and charindex(left(?, 32), l.resource_description) > 0
    )
go

-- take the load's lock
declare @granted int;
exec @granted = sp_getapplock @Resource = N'raw_monday._incoming_orders', @LockMode = 'Exclusive',
    @LockOwner = 'Session', @LockTimeout = 0;
select @granted
go

-- create the incoming table
drop table if exists [raw_monday].[_incoming_orders];
create table [raw_monday].[_incoming_orders] (
    item_id bigint not null,
    column_id varchar(255) collate Latin1_General_100_BIN2 not null,
    column_type varchar(64) collate Latin1_General_100_BIN2 not null,
    [text] nvarchar(max) null,
    [value] nvarchar(max) null,
    [fields] nvarchar(max) null,
    loaded_at datetime2(3) not null,
    constraint [PK_orders_0123abcd] primary key clustered (item_id, column_id)
);
select object_id(N'[raw_monday].[_incoming_orders]', N'U')
go

-- look which incoming table stands there
select object_id(N'[raw_monday].[_incoming_orders]', N'U')
go

-- insert a batch as JSON
insert into [raw_monday].[_incoming_orders] with (tablock) (item_id, column_id, column_type, [text], [value], [fields], loaded_at)
select item_id, column_id, column_type, [text], [value], [fields], convert(datetime2(3), ?, 126)
from openjson(?) with (
    item_id bigint '$[0]',
    column_id varchar(255) '$[1]',
    column_type varchar(64) '$[2]',
    [text] nvarchar(max) '$[3]',
    [value] nvarchar(max) '$[4]',
    [fields] nvarchar(max) '$[5]'
)
go

-- insert rows as parameters
insert into [raw_monday].[_incoming_orders] (item_id, column_id, column_type, [text], [value], [fields], loaded_at)
values (?, ?, ?, ?, ?, ?, convert(datetime2(3), ?, 126))
go

-- insert several rows as parameters
insert into [raw_monday].[_incoming_orders] (item_id, column_id, column_type, [text], [value], [fields], loaded_at)
values (?, ?, ?, ?, ?, ?, convert(datetime2(3), ?, 126)), (?, ?, ?, ?, ?, ?, convert(datetime2(3), ?, 126)), (?, ?, ?, ?, ?, ?, convert(datetime2(3), ?, 126))
go

-- delete items
delete from [raw_monday].[_incoming_orders] where item_id in (select item_id from openjson(?) with (item_id bigint '$'))
go

-- start over
truncate table [raw_monday].[_incoming_orders]
go

-- check the incoming table
select count_big(*), count_big(distinct item_id),
    count_big(case when column_id = 'name' then 1 end)
from [raw_monday].[_incoming_orders]
go

-- compare names
select string_agg(cast(n.place as nvarchar(max)), N',')
from openjson(?) with (place int '$[0]', name nvarchar(128) '$[1]') as n
group by n.name collate database_default
having count(*) > 1
go

-- look whether grants can be seen
select case when user_name() = N'dbo' then 1
    else has_perms_by_name(quotename(db_name()), 'DATABASE', 'VIEW DEFINITION') end
go

-- read grants
select p.state, p.permission_name, u.name, c.name
from sys.database_permissions as p
join sys.database_principals as u on u.principal_id = p.grantee_principal_id
join sys.objects as o on o.object_id = p.major_id
join sys.schemas as s on s.schema_id = o.schema_id
left join sys.columns as c on c.object_id = p.major_id and c.column_id = p.minor_id
where p.class = 1 and p.major_id = object_id(?)
    and u.name not in (N'dbo', N'sys', N'INFORMATION_SCHEMA', user_name())
    and u.principal_id <> coalesce(o.principal_id, s.principal_id)
order by p.minor_id, case p.state when 'D' then 1 else 0 end
go

-- repeat a grant
grant select on [raw_monday].[_incoming_orders] to [re]]ader] with grant option
go

-- repeat a denial on a column
deny update ([text]) on [raw_monday].[_incoming_orders] to [reader] cascade
go

-- repeat a revoked column
revoke select ([text]) on [raw_monday].[_incoming_orders] from [reader] cascade
go

-- take the raw table's lock
declare @granted int;
exec @granted = sp_getapplock @Resource = N'raw_monday.orders', @LockMode = 'Exclusive',
    @LockOwner = 'Transaction', @LockTimeout = 1000;
select @granted
go

-- update the record
update [raw_monday].[_loads] set [board] = ?, [board_id] = ?, [started_at] = ?, [ended_at] = ?, [status] = ?, [items] = ?, [rows] = ?, [calls] = ?, [complexity] = ?, [waits] = ?, [drift] = ?, [error] = ?, [kind] = ?, [watermark] = ?, [fingerprint] = ?, [notes] = ?, [revisions] = ?, [complete_by] = ?, [swept_at] = ?
output inserted.load_id where load_id = cast(? as varchar(64))
go

-- insert the record
insert into [raw_monday].[_loads]
    ([load_id], [board], [board_id], [started_at], [ended_at], [status], [items], [rows], [calls], [complexity], [waits], [drift], [error], [kind], [watermark], [fingerprint], [notes], [revisions], [complete_by], [swept_at], [seq])
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (
    select coalesce(max(seq), 0) + 1 from [raw_monday].[_loads]
    where board = cast(? as varchar(128)) and seq is not null
))
go

-- look how a load stands
select status from [raw_monday].[_loads] where load_id = cast(? as varchar(64))
go

-- remove old records
delete top (1000) from [raw_monday].[_loads]
where board = cast(? as varchar(128))
    and coalesce(seq, 0) <= (
        select max(seq) from [raw_monday].[_loads] where board = cast(? as varchar(128)) and seq is not null
    ) - 10000
    and load_id not in (?, ?)
    and not (coalesce(watermark, '') = ? and started_at = ?)
go

-- replace the raw table
begin try
    drop table if exists [raw_monday].[orders];
    exec sys.sp_rename N'[raw_monday].[_incoming_orders]', N'orders', N'OBJECT';
    if object_id(N'[raw_monday].[orders]', N'U') is null throw 51001, N'the new raw table is missing', 1;
    commit transaction;
end try
begin catch
    if @@trancount > 0 rollback transaction;
    throw;
end catch
go

-- look which items differ
select distinct new.item_id from [raw_monday].[_incoming_orders] as new
where not exists (
        select 1 from [raw_monday].[orders] as old
        where old.item_id = new.item_id and old.column_id = new.column_id
            and exists (select new.column_type, new.[text] collate Latin1_General_100_BIN2, datalength(new.[text]), new.[value] collate Latin1_General_100_BIN2, datalength(new.[value]), new.[fields] collate Latin1_General_100_BIN2, datalength(new.[fields]) intersect select old.column_type, old.[text] collate Latin1_General_100_BIN2, datalength(old.[text]), old.[value] collate Latin1_General_100_BIN2, datalength(old.[value]), old.[fields] collate Latin1_General_100_BIN2, datalength(old.[fields]))
    )
go

-- remove gone items
delete from [raw_monday].[orders] where item_id in (select item_id from openjson(?) with (item_id bigint '$'))
go

-- merge cells into the raw table
begin try
    delete from [raw_monday].[orders]
    where exists (
        select 1 from [raw_monday].[_incoming_orders] as i
        where i.item_id = [raw_monday].[orders].item_id and i.column_id = [raw_monday].[orders].column_id
    );
    insert into [raw_monday].[orders] (item_id, column_id, column_type, [text], [value], [fields], loaded_at)
    select item_id, column_id, column_type, [text], [value], [fields], loaded_at from [raw_monday].[_incoming_orders];
    drop table [raw_monday].[_incoming_orders];
    commit transaction;
end try
begin catch
    if @@trancount > 0 rollback transaction;
    throw;
end catch
go

-- count what a merge leaves
select count_big(*) from [raw_monday].[orders]
where not exists (
        select 1 from openjson(?) with (item_id bigint '$') as gone
        where gone.item_id = [raw_monday].[orders].item_id
    ) and not exists (
        select 1 from [raw_monday].[_incoming_orders] as i
        where i.item_id = [raw_monday].[orders].item_id and i.column_id = [raw_monday].[orders].column_id
    )
go

-- read cells
select item_id, column_id, [text], [value] from [raw_monday].[orders] where column_id in (?, ?)
go

-- roll back
if @@trancount > 0 rollback transaction
go

-- drop the incoming table
drop table if exists [raw_monday].[_incoming_orders]
go

-- drop what a killed load of orders left
drop table if exists [raw_monday].[_incoming_orders];
drop table if exists [raw_monday].[_new_orders__activity];
drop table if exists [raw_monday].[_new_orders__updates]
go

-- drop what a killed load of orders__past left
drop table if exists [raw_monday].[_incoming_orders__past]
go

-- release the load's lock
exec sp_releaseapplock @Resource = N'raw_monday._incoming_orders', @LockOwner = 'Session'
go

-- try OPENJSON
select t from openjson(?) with (t nvarchar(max) '$')
go

-- look for a running load
select applock_test('public', ?, 'Exclusive', 'Session')
go

-- read the last loads
select top (10) [load_id], [board], [board_id], [started_at], [ended_at], [status], [items], [rows], [calls], [complexity], [waits], [drift], [error], [kind], [watermark], [fingerprint], [notes], [revisions], [complete_by], [swept_at]
from [raw_monday].[_loads] where board = cast(? as varchar(128))
order by seq desc, started_at desc, load_id
go

-- read the last complete load
select top (1) [load_id], [board], [board_id], [started_at], [ended_at], [status], [items], [rows], [calls], [complexity], [waits], [drift], [error], [kind], [watermark], [fingerprint], [notes], [revisions], [complete_by], [swept_at]
from [raw_monday].[_loads] where board = cast(? as varchar(128)) and status = 'complete'
order by seq desc, started_at desc, load_id
go

-- read the last complete load of a kind
select top (1) [load_id], [board], [board_id], [started_at], [ended_at], [status], [items], [rows], [calls], [complexity], [waits], [drift], [error], [kind], [watermark], [fingerprint], [notes], [revisions], [complete_by], [swept_at]
from [raw_monday].[_loads] where board = cast(? as varchar(128)) and status = 'complete' and kind = ?
order by seq desc, started_at desc, load_id
go

-- the same before its columns came
select top (1) [load_id], [board], [board_id], [started_at], [ended_at], [status], [items], [rows], [calls], [complexity], [waits], [drift], [error], null as kind, null as watermark, null as fingerprint, null as notes, null as revisions, null as complete_by, null as swept_at
from [raw_monday].[_loads] where board = cast(? as varchar(128)) and status = 'complete' and null = ?
order by started_at desc, load_id
go

-- look when a watermark was met
select min(started_at) from [raw_monday].[_loads] where board = cast(? as varchar(128)) and status = 'complete' and watermark = cast(? as varchar(64))
go

-- read the last builds
select top (10) [build_id], [model], [table_name], [started_at], [ended_at], [status], [rows], [losses], [message]
from [raw_monday].[_builds] where model = ?
order by started_at desc, build_id
go

-- read the newest loads of every board
select [load_id], [board], [board_id], [started_at], [ended_at], [status], [items], [rows], [calls], [complexity], [waits], [drift], [error], [kind], [watermark], [fingerprint], [notes], [revisions], [complete_by], [swept_at]
from [raw_monday].[_loads] where load_id in (
    select load_id from (
        select load_id,
            row_number() over (partition by board, status order by seq desc, started_at desc, load_id) as newest
        from [raw_monday].[_loads]
    ) as ranked
    where newest = 1
)
order by seq desc, started_at desc, load_id
go

-- the same before later columns came
select [load_id], [board], [board_id], [started_at], [ended_at], [status], [items], [rows], [calls], [complexity], [waits], [drift], [error], null as kind, null as watermark, null as fingerprint, null as notes, null as revisions, null as complete_by, null as swept_at
from [raw_monday].[_loads] where load_id in (
    select load_id from (
        select load_id,
            row_number() over (partition by board, status order by started_at desc, load_id) as newest
        from [raw_monday].[_loads]
    ) as ranked
    where newest = 1
)
order by started_at desc, load_id
go

-- read the newest builds of every model
select [build_id], [model], [table_name], [started_at], [ended_at], [status], [rows], [losses], [message]
from (
    select [build_id], [model], [table_name], [started_at], [ended_at], [status], [rows], [losses], [message],
        row_number() over (partition by model, status order by started_at desc, build_id) as newest
    from [raw_monday].[_builds]
) as ranked
where newest <= 2
order by model, started_at desc, build_id
go

-- count the raw table
select count_big(*), count_big(case when column_id = 'name' then 1 end)
from [raw_monday].[orders]
go

-- count filled cells
select column_id, count_big(*) from [raw_monday].[orders]
where datalength([text]) > 0 or ([text] is null and [value] is not null)
group by column_id
go

-- read item ids
select item_id from [raw_monday].[orders] where column_id = 'name'
go

-- look at a database
select cast(serverproperty('ServerName') as nvarchar(128)),
    cast(serverproperty('ProductVersion') as nvarchar(128)),
    cast(serverproperty('Edition') as nvarchar(128)),
    cast(serverproperty('EngineEdition') as int),
    d.name, d.collation_name, d.compatibility_level, d.is_read_committed_snapshot_on,
    d.snapshot_isolation_state, suser_sname(), user_name()
from sys.databases as d where d.name = db_name()
go

-- look at rights
select has_perms_by_name(quotename(db_name()), 'DATABASE', 'CREATE TABLE'),
    has_perms_by_name(quotename(db_name()), 'DATABASE', 'CREATE VIEW'),
    has_perms_by_name(quotename(db_name()), 'DATABASE', 'CREATE SCHEMA'),
    has_perms_by_name(quotename(db_name()), 'DATABASE', 'VIEW DEFINITION'),
    has_perms_by_name(quotename(db_name()), 'DATABASE', 'VIEW DATABASE STATE'),
    has_perms_by_name(null, null, 'VIEW SERVER STATE'),
    has_perms_by_name('sys.sql_expression_dependencies', 'OBJECT', 'SELECT'),
    case when schema_id(N'raw_monday') is null then 0 else 1 end,
    has_perms_by_name(N'[raw_monday]', 'SCHEMA', 'CONTROL'),
    case when schema_id(N'it''s [x]') is null then 0 else 1 end,
    has_perms_by_name(N'[it''s [x]]]', 'SCHEMA', 'CONTROL')
go

-- look who reads a table
select distinct s.name + N'.' + o.name, m.definition
from sys.sql_expression_dependencies as d
join sys.objects as o on o.object_id = d.referencing_id
join sys.schemas as s on s.schema_id = o.schema_id
join sys.sql_modules as m on m.object_id = o.object_id
where coalesce(d.referenced_schema_name, s.name) = ? and d.referenced_entity_name = ?
    and d.referenced_server_name is null
    and coalesce(d.referenced_database_name, db_name()) = db_name()
    and m.definition is not null and s.name <> N'raw_monday'
order by 1
go

-- create a log's incoming table
if object_id(N'[raw_monday].[_new_orders__activity]', N'U') is null
create table [raw_monday].[_new_orders__activity] (
    [event_id] varchar(255) collate Latin1_General_100_BIN2 null,
    [ticks] bigint null,
    [event] nvarchar(max) null,
    [entity] nvarchar(max) null,
    [user_id] nvarchar(max) null,
    [account_id] nvarchar(max) null,
    [data] nvarchar(max) null,
    [loaded_at] datetime2(3) null
)
go

-- insert events as JSON
insert into [raw_monday].[_new_orders__activity] with (tablock) ([event_id], [ticks], [event], [entity], [user_id], [account_id], [data], [loaded_at])
select [event_id], [ticks], [event], [entity], [user_id], [account_id], [data], convert(datetime2(3), [loaded_at], 126)
from openjson(?) with (
    [event_id] varchar(255) '$[0]',
    [ticks] bigint '$[1]',
    [event] nvarchar(max) '$[2]',
    [entity] nvarchar(max) '$[3]',
    [user_id] nvarchar(max) '$[4]',
    [account_id] nvarchar(max) '$[5]',
    [data] nvarchar(max) '$[6]',
    [loaded_at] nvarchar(40) '$[7]'
)
go

-- insert events as parameters
insert into [raw_monday].[_new_orders__activity] ([event_id], [ticks], [event], [entity], [user_id], [account_id], [data], [loaded_at])
values (?, ?, ?, ?, ?, ?, ?, convert(datetime2(3), ?, 126))
go

-- create a log
if object_id(N'[raw_monday].[orders__activity]', N'U') is null
create table [raw_monday].[orders__activity] (
    [event_id] varchar(255) collate Latin1_General_100_BIN2 not null,
    [ticks] bigint null,
    [event] nvarchar(max) null,
    [entity] nvarchar(max) null,
    [user_id] nvarchar(max) null,
    [account_id] nvarchar(max) null,
    [data] nvarchar(max) null,
    [loaded_at] datetime2(3) null,
    constraint [PK_orders__activity] primary key clustered (event_id)
)
go

-- adding what came once to orders__activity
insert into [raw_monday].[orders__activity] ([event_id], [ticks], [event], [entity], [user_id], [account_id], [data], [loaded_at]) select [event_id], [ticks], [event], [entity], [user_id], [account_id], [data], [loaded_at] from [raw_monday].[_new_orders__activity] as a where not exists (select 1 from (select [event_id] from [raw_monday].[_new_orders__activity] group by [event_id] having count(*) > 1) as t where t.[event_id] = a.[event_id]) and not exists (select 1 from [raw_monday].[orders__activity] as k where k.[event_id] = a.[event_id])
go

-- adding what came twice to orders__activity
insert into [raw_monday].[orders__activity] ([event_id], [ticks], [event], [entity], [user_id], [account_id], [data], [loaded_at]) select [event_id], [ticks], [event], [entity], [user_id], [account_id], [data], [loaded_at] from (select [event_id], [ticks], [event], [entity], [user_id], [account_id], [data], [loaded_at], row_number() over (partition by [event_id] order by [ticks] desc) as nth from [raw_monday].[_new_orders__activity] where [event_id] in (select [event_id] from [raw_monday].[_new_orders__activity] group by [event_id] having count(*) > 1)) as a where nth = 1 and not exists (select 1 from [raw_monday].[orders__activity] as k where k.[event_id] = a.[event_id])
go

-- create a table of updates
if object_id(N'[raw_monday].[orders__updates]', N'U') is null
create table [raw_monday].[orders__updates] (
    [post_id] varchar(255) collate Latin1_General_100_BIN2 not null,
    [kind] nvarchar(max) null,
    [monday_id] bigint null,
    [parent_id] bigint null,
    [item_id] bigint null,
    [creator_id] nvarchar(max) null,
    [created_at] nvarchar(max) null,
    [edited_at] nvarchar(max) null,
    [body] nvarchar(max) null,
    [text_body] nvarchar(max) null,
    [files] nvarchar(max) null,
    [ticks] bigint null,
    [gone_at] datetime2(3) null,
    [loaded_at] datetime2(3) null,
    constraint [PK_orders__updates] primary key clustered (post_id)
)
go

-- look which updates did not come
select [post_id] from [raw_monday].[orders__updates]
where [gone_at] is null and not exists (select 1 from [raw_monday].[_new_orders__updates] as a where a.[post_id] = [raw_monday].[orders__updates].[post_id])
go

-- removing what came again to orders__updates
delete from [raw_monday].[orders__updates] where [post_id] in (select [post_id] from [raw_monday].[_new_orders__updates])
go

-- adding what came once to orders__updates
insert into [raw_monday].[orders__updates] ([post_id], [kind], [monday_id], [parent_id], [item_id], [creator_id], [created_at], [edited_at], [body], [text_body], [files], [ticks], [gone_at], [loaded_at]) select [post_id], [kind], [monday_id], [parent_id], [item_id], [creator_id], [created_at], [edited_at], [body], [text_body], [files], [ticks], [gone_at], [loaded_at] from [raw_monday].[_new_orders__updates] as a where not exists (select 1 from (select [post_id] from [raw_monday].[_new_orders__updates] group by [post_id] having count(*) > 1) as t where t.[post_id] = a.[post_id])
go

-- adding what came twice to orders__updates
insert into [raw_monday].[orders__updates] ([post_id], [kind], [monday_id], [parent_id], [item_id], [creator_id], [created_at], [edited_at], [body], [text_body], [files], [ticks], [gone_at], [loaded_at]) select [post_id], [kind], [monday_id], [parent_id], [item_id], [creator_id], [created_at], [edited_at], [body], [text_body], [files], [ticks], [gone_at], [loaded_at] from (select [post_id], [kind], [monday_id], [parent_id], [item_id], [creator_id], [created_at], [edited_at], [body], [text_body], [files], [ticks], [gone_at], [loaded_at], row_number() over (partition by [post_id] order by [ticks] desc) as nth from [raw_monday].[_new_orders__updates] where [post_id] in (select [post_id] from [raw_monday].[_new_orders__updates] group by [post_id] having count(*) > 1)) as a where nth = 1
go

-- noting what is gone to orders__updates
update [raw_monday].[orders__updates] set [gone_at] = (select max([loaded_at]) from [raw_monday].[orders__updates]) where [gone_at] is null and not exists (select 1 from [raw_monday].[_new_orders__updates] as a where a.[post_id] = [raw_monday].[orders__updates].[post_id])
go

-- read a log's last event
select top (1) [event_id], [ticks], (select count_big(*) from [raw_monday].[orders__activity]) from [raw_monday].[orders__activity]
order by [ticks] desc, [event_id]
go

-- count a production table
select count_big(*) from [Reporting].[dbo].[orders]
go

