if applock_mode('public', N'staged_swap monday.orders2', 'Session') <> 'NoLock' exec sys.sp_releaseapplock @Resource = N'staged_swap monday.orders2', @LockOwner = 'Session';
