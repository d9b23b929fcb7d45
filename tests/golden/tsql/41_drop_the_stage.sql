set lock_timeout 1000;
begin try
    drop table [Reporting].[monday].[stg_orders2];
end try
begin catch
    set lock_timeout -1;
    if error_number() <> 1222 throw;
end catch;
set lock_timeout -1;
