USE [Reporting];
    DECLARE @dbt_schema_lock int;
  EXEC @dbt_schema_lock = sp_getapplock
    @Resource = 'dbt_create_schema_monday',
    @LockMode = 'Exclusive',
    @LockOwner = 'Session',
    @LockTimeout = 30000;
  BEGIN TRY
    IF NOT EXISTS (SELECT * FROM sys.schemas WHERE name = 'monday')
    BEGIN
      EXEC('CREATE SCHEMA "monday"')
    END
  END TRY
  BEGIN CATCH
    IF @dbt_schema_lock >= 0
      EXEC sp_releaseapplock @Resource = 'dbt_create_schema_monday', @LockOwner = 'Session';
    THROW;
  END CATCH
  IF @dbt_schema_lock >= 0
    EXEC sp_releaseapplock @Resource = 'dbt_create_schema_monday', @LockOwner = 'Session';
    exec(N'create view [monday].[testview_cc7c2a200dbacf42d80d7d307f2d7a73_0000] as select ''🚀'' as [it''s]');
    exec(N'create view [monday].[expectedview_cc7c2a200dbacf42d80d7d307f2d7a73_0000] as select ''🚀'' as [it''s]');
    select [it's], 'actual' as "actual_or_expected" from [monday].[testview_cc7c2a200dbacf42d80d7d307f2d7a73_0000]
    union all
    select [it's], 'expected' as "actual_or_expected" from [monday].[expectedview_cc7c2a200dbacf42d80d7d307f2d7a73_0000];
    exec(N'drop view [monday].[testview_cc7c2a200dbacf42d80d7d307f2d7a73_0000]');
    exec(N'drop view [monday].[expectedview_cc7c2a200dbacf42d80d7d307f2d7a73_0000]');
