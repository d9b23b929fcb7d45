USE [Reporting];
declare @granted int;
exec @granted = sys.sp_getapplock @Resource = N'staged_swap monday.orders2', @LockMode = 'Exclusive',
    @LockOwner = 'Session', @LockTimeout = 600000;
select @granted as granted;
