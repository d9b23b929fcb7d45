select column_id, [names] from [Reporting].[raw_monday].[_columns] where board = cast(N'orders' as varchar(128)) and board_id = 7
