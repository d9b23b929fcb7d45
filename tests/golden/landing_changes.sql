-- look at _loads
select c.name from sys.columns as c where c.object_id = object_id(N'[raw_monday].[_loads]', N'U')
go

-- add kind to _loads
alter table [raw_monday].[_loads] add kind varchar(16) collate Latin1_General_100_BIN2 null
go

-- add watermark to _loads
alter table [raw_monday].[_loads] add watermark varchar(64) collate Latin1_General_100_BIN2 null
go

-- add fingerprint to _loads
alter table [raw_monday].[_loads] add fingerprint varchar(128) collate Latin1_General_100_BIN2 null
go

-- add notes to _loads
alter table [raw_monday].[_loads] add notes nvarchar(max) null
go

-- add revisions to _loads
alter table [raw_monday].[_loads] add revisions nvarchar(max) null
go

-- read the last complete load
select top (1) [load_id], [board], [board_id], [started_at], [ended_at], [status], [items], [rows], [calls], [complexity], [waits], [drift], [error], [kind], [watermark], [fingerprint], [notes], [revisions] from [raw_monday].[_loads] where board = ? and status = 'complete' order by started_at desc, load_id
go

-- read the last full load
select top (1) [load_id], [board], [board_id], [started_at], [ended_at], [status], [items], [rows], [calls], [complexity], [waits], [drift], [error], [kind], [watermark], [fingerprint], [notes], [revisions] from [raw_monday].[_loads] where board = ? and status = 'complete' and kind = ? order by started_at desc, load_id
go

-- the same before its columns came
select top (1) [load_id], [board], [board_id], [started_at], [ended_at], [status], [items], [rows], [calls], [complexity], [waits], [drift], [error], null as kind, null as watermark, null as fingerprint, null as notes, null as revisions from [raw_monday].[_loads] where board = ? and status = 'complete' and null = ? order by started_at desc, load_id
go

-- look when a watermark was met
select min(started_at) from [raw_monday].[_loads] where board = ? and status = 'complete' and watermark = ?
go

-- read cells
select item_id, column_id, [text], [value] from [raw_monday].[orders] where column_id in (?, ?)
go

-- count what a merge keeps
select count_big(*) from [raw_monday].[orders]
where item_id not in (select item_id from openjson(?) with (item_id bigint '$')) and not exists (
        select 1 from [raw_monday].[_incoming_orders] as i
        where i.item_id = [raw_monday].[orders].item_id and i.column_id = [raw_monday].[orders].column_id
    )
go

-- merge cells
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

