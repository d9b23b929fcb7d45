drop table if exists #needs;
        create table #needs (problem nvarchar(4000) not null);
        insert into #needs
        select concat('the login may not see who has permissions on a table, which a swap carries over; an administrator runs once in ',
                      quotename(db_name()), ': grant view definition to ', quotename(user_name()))
        where user_name() <> N'dbo' and has_perms_by_name(quotename(db_name()), 'DATABASE', 'VIEW DEFINITION') = 0
        union all
        select concat('the database ', quotename(d.name), ' has compatibility level ', d.compatibility_level, ', and 130 is the least that will do;',
                      ' its owner runs once: alter database ', quotename(d.name), ' set compatibility_level = 130')
        from sys.databases as d
        where d.name = db_name() and d.compatibility_level < 130;
        if exists (select 1 from sys.all_columns where object_id = object_id(N'sys.databases') and name = N'is_ledger_on') exec sp_executesql N'insert into #needs select concat(N''the database '', quotename(name), N'' is a ledger database, in which SQL Server lets no table be renamed; give the model another database'') from sys.databases where name = db_name() and is_ledger_on = 1';
        select problem from #needs
