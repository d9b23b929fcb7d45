select last_load.load_id, last_load.[rows], last_load.items, since.seq,
    (select count(distinct later.item_id) from [Reporting].[raw_monday].[_changes] as later where later.board = cast(N'orders' as varchar(128)) and later.seq > coalesce(since.seq, 0) and later.item_id <> 0) as touched,
    (select count(*) from [Reporting].[raw_monday].[_changes] as later where later.board = cast(N'orders' as varchar(128)) and later.seq > coalesce(since.seq, 0) and later.item_id = 0 and later.kind = 'all') as wholes
from [Reporting].[raw_monday].[_loads] as last_load
join [Reporting].[raw_monday].[_changes] as noted
    on noted.board = last_load.board and noted.load_id = last_load.load_id and noted.item_id = 0
left join [Reporting].[raw_monday].[_changes] as since
    on since.board = last_load.board and since.item_id = 0 and since.load_id = N'it''s'
where last_load.board = cast(N'orders' as varchar(128)) and last_load.status = 'complete'
  and last_load.seq = (select max(seq) from [Reporting].[raw_monday].[_loads] where board = cast(N'orders' as varchar(128)) and status = 'complete')
  and noted.seq = (select max(seq) from [Reporting].[raw_monday].[_changes] where board = cast(N'orders' as varchar(128)))
