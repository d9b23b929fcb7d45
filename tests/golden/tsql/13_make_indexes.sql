create unique nonclustered index [IX_orders2_1] on [Reporting].[monday].[stg_orders2] ([Name]) include ([it's [x]]])
