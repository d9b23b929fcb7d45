USE [Reporting];
select c.name as name from sys.columns as c
where c.object_id = object_id(N'[monday].[orders2]') and c.name in (N'It''s [X]', N'b')
