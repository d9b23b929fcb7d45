USE [Reporting]; exec sys.sp_rename N'[monday].[orders2].[it''s [x]]]', N'It''s ]y[', N'COLUMN'
