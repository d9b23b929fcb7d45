USE [Reporting];
set nocount on;
begin try
    begin transaction;
    exec sys.sp_rename N'[monday].[orders2].[it''s [x]]]', N'monday_renaming_55676ecc177ed13c95c38fa94108249d', N'COLUMN';
    exec sys.sp_rename N'[monday].[orders2].[monday_renaming_55676ecc177ed13c95c38fa94108249d]', N'It''s [X]', N'COLUMN';
    commit transaction;
end try
begin catch
    if @@trancount > 0 rollback transaction;
    throw;
end catch;
