declare @grants nvarchar(max);
        select @grants = string_agg(cast(
            case p.state when 'D' then N'deny ' when 'R' then N'revoke ' else N'grant ' end
            + p.permission_name collate database_default
            + N' on [monday].[orders2]'
            + case when p.minor_id = 0 then N'' else N' (' + quotename(c.name) + N')' end
            + case p.state when 'R' then N' from ' else N' to ' end + quotename(u.name)
            + case when p.state = 'W' then N' with grant option' when p.state in ('D', 'R') then N' cascade' else N'' end + N';'
        as nvarchar(max)), N'') within group (order by 2 * p.minor_id + case p.state when 'D' then 1 else 0 end)
        from sys.database_permissions as p
        join sys.database_principals as u on u.principal_id = p.grantee_principal_id
        join sys.objects as o on o.object_id = p.major_id
        join sys.schemas as s on s.schema_id = o.schema_id
        left join sys.columns as c on c.object_id = p.major_id and c.column_id = p.minor_id
        where p.class = 1 and p.major_id = object_id(N'[monday].[orders2]')
          and u.name not in (N'dbo', N'sys', N'INFORMATION_SCHEMA', user_name())
          and u.principal_id <> coalesce(o.principal_id, s.principal_id)
          and p.state in ('G', 'W', 'D', 'R')
          and (p.minor_id = 0 or exists (
              select 1 from sys.columns as k
              where k.object_id = object_id(N'[monday].[stg_orders2]') and k.name = c.name
          ))
          and not (p.minor_id = 0 and p.state in ('G', 'W') and p.permission_name = N'SELECT' and u.name not in (N'reports', N'it''s'))
          and not (p.minor_id = 0 and p.state in ('G', 'W') and p.permission_name = N'UPDATE')
          and not (p.minor_id = 0 and p.state in ('G', 'W') and p.permission_name = N'INSERT' and u.name not in (N'reports'));
