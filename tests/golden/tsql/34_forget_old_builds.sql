delete from [Reporting].[raw_monday].[_builds] where [model] = N'it''s' and [started_at] < <moment>
