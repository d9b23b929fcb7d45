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
    exec(N'create view [monday].[testview_ea757f5487fd03a56a794f2fbb3e9e5e_0000] as select * from t where [🚀 it''s] is null');
    select

        count(*) as failures,
        case when count(*) != 0 then 'true' else 'false' end as should_warn,
        case when count(*) != 0 then 'true' else 'false' end as should_error
    from (
        select * from [monday].[testview_ea757f5487fd03a56a794f2fbb3e9e5e_0000]
    ) as dbt_internal_test;
    exec(N'drop view [monday].[testview_ea757f5487fd03a56a794f2fbb3e9e5e_0000]');
