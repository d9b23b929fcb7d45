select cast(sysutcdatetime() as datetime2(6))
