update [Reporting].[raw_monday].[_columns]
set [names] = concat(N'["\ud83d\ude80 it''s \"x\""', case when [names] = '[]' then '' else ', ' end, substring([names], 2, 1000000000))
where board = cast(N'orders' as varchar(128)) and board_id = 7 and column_id = cast(N'text_1''' as varchar(255))
