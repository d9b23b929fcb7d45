drop table if exists #staged_swap_changed;
select changed_key into #staged_swap_changed from (
select distinct item_id as changed_key from [Reporting].[raw_monday].[_changes] where board = cast(N'orders' as varchar(128)) and item_id <> 0 and seq > 7
) as found;
