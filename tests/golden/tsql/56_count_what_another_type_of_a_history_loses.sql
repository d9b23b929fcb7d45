select count(*) from [Reporting].[monday].[orders2] where [x] is not null and (try_cast(try_cast([x] as bigint) as decimal(18,2)) is null or try_cast(try_cast([x] as bigint) as decimal(18,2)) <> [x])
