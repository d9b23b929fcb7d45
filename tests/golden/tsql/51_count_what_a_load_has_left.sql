select *
from (select count(*) as landed_rows, count(case when column_id = 'name' then 1 end) as landed_items from [Reporting].[raw_monday].[orders]) as landed
cross join (select count([it's [x]]]) as n1, count([Name]) as n2 from [Reporting].[monday].[stg_orders2]) as held
