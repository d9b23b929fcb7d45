old.[x] collate Latin1_General_100_BIN2 <> new.[x] collate Latin1_General_100_BIN2 or isnull(datalength(old.[x]), -1) <> isnull(datalength(new.[x]), -1)
old.[x] <> new.[x] or (old.[x] is null and new.[x] is not null) or (old.[x] is not null and new.[x] is null)
