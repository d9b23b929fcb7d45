USE [Reporting];
exec sys.sp_addextendedproperty N'monday_kept_aside', 1, N'SCHEMA', N'monday', N'TABLE', N'orders2', N'COLUMN', N'it''s [x] (int)';
USE [Reporting];
select c.name as name
from sys.extended_properties as p
inner join sys.columns as c on c.object_id = p.major_id and c.column_id = p.minor_id
where p.class = 1 and p.major_id = object_id(N'[monday].[orders2]') and p.name = N'monday_kept_aside'
