select name from sys.masked_columns where object_id = object_id(N'[monday].[orders2]') and is_masked = 1
