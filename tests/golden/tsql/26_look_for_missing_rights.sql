select concat('the login may not see who has permissions on a table, which a swap carries over; an administrator runs once in ',
                      quotename(db_name()), ': grant view definition to ', quotename(user_name())) as problem
        where user_name() <> N'dbo' and has_perms_by_name(quotename(db_name()), 'DATABASE', 'VIEW DEFINITION') = 0
        union all
        select concat('the login may not see what is bound to a table; an administrator runs once in ',
                      quotename(db_name()), ': grant select on sys.sql_expression_dependencies to ', quotename(user_name()))
        where user_name() <> N'dbo' and has_perms_by_name('sys.sql_expression_dependencies', 'OBJECT', 'SELECT') = 0
