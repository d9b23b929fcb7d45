begin transaction;
declare @granted int;
exec @granted = sys.sp_getapplock @Resource = N'raw_monday.orders', @LockMode = 'Shared',
    @LockOwner = 'Transaction', @LockTimeout = 600000;
if @granted < 0
begin
    rollback transaction;
    if applock_mode('public', N'staged_swap monday.orders2', 'Session') <> 'NoLock' exec sys.sp_releaseapplock @Resource = N'staged_swap monday.orders2', @LockOwner = 'Session';
    throw 50003, N'staged_swap waited 600 seconds for a load of orders to end; run the build again', 1;
end;
