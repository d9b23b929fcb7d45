select 1 as found where object_id(N'[raw_monday].[orders]', N'U') is not null
