select concat('the login may not see who has permissions on a table, which a swap carries over; an administrator runs once in ',
                      quotename(db_name()), ': grant view definition to ', quotename(user_name())) as problem
        where user_name() <> N'dbo' and has_perms_by_name(quotename(db_name()), 'DATABASE', 'VIEW DEFINITION') = 0
        union all
        select concat('the database ', quotename(d.name), ' has compatibility level ', d.compatibility_level, ', and 130 is the least that will do;',
                      ' its owner runs once: alter database ', quotename(d.name), ' set compatibility_level = 130')
        from sys.databases as d
        where d.name = db_name() and d.compatibility_level < 130
