select
            (select count(*) from [Reporting].[monday].[stg_orders2]) as stage_rows,
            (select count(*) from [Reporting].[monday].[orders2]) as production_rows,
            (select count(*) from [Reporting].[monday].[stg_orders2] where [Item ID] is null) as null_keys,
            (select count(*) from (select [Item ID] from [Reporting].[monday].[stg_orders2] group by [Item ID] having count(*) > 1) as repeated) as repeated_keys,
            (select count(*) from [Reporting].[monday].[orders2] where [Item ID] in (select cast(changed_key as nvarchar(100)) from #staged_swap_changed_2898874c3f1cba364f149db299c64008)) as touched_rows,
            (select count(*) from [Reporting].[monday].[stg_orders2] where not ([Item ID] in (select cast(changed_key as nvarchar(100)) from #staged_swap_changed_2898874c3f1cba364f149db299c64008))) as strange_rows
