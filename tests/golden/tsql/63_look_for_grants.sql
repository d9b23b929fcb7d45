select p.permission_name as privilege, u.name as grantee
        from sys.database_permissions as p
        join sys.database_principals as u on u.principal_id = p.grantee_principal_id
        join sys.objects as o on o.object_id = p.major_id
        join sys.schemas as s on s.schema_id = o.schema_id
        left join sys.columns as c on c.object_id = p.major_id and c.column_id = p.minor_id
        where p.class = 1 and p.major_id = object_id(N'[monday].[orders2]')
          and u.name not in (N'dbo', N'sys', N'INFORMATION_SCHEMA', user_name())
          and u.principal_id <> coalesce(o.principal_id, s.principal_id)
          and p.minor_id = 0 and p.state in ('G', 'W')
