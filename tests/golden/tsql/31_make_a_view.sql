USE [Reporting];
    exec(N'create or alter view "monday"."stg_orders2" as select ''🚀'' as [it''s]');
