select count(*), count(case when column_id = 'name' then 1 end) from [Reporting].[raw_monday].[orders]
