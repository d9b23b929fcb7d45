drop table if exists #staged_swap_changed_2898874c3f1cba364f149db299c64008;
select changed_key into #staged_swap_changed_2898874c3f1cba364f149db299c64008 from (
select distinct item_id as changed_key from [Reporting].[raw_monday].[_changes] where board = cast(N'orders' as varchar(128)) and item_id <> 0 and seq > 7
) as found;
