{#-
    Sets @grants to statements that give production's permissions to the table that takes
    its name: grants, grants with grant option and denies, on the table and on columns that the stage
    has too, and columns revoked from a grant on the table. Permissions are dropped with the table, and
    a swap may wait for minutes, so they are read just before the drop.
    - Statements on the table come first, because they reset those on columns. For one object denies come last,
      because a grant would cancel them.
    - `cascade` is required to deny a column to a principal that may grant the table; it affects nobody else.
    - The login that builds, dbo and the owner are left out: SQL Server rejects grants to them, and they need none.
    - `wanted` is dbt's config `grants`, {privilege: [principals]}: this build ends a grant of such a privilege on the
      whole table to anybody else, as dbt promises.
    - `number` distinguishes the variables of several tables in one batch.
-#}
{% macro sqlserver__staged_swap_read_grants(production, stage, wanted, number='') %}
    {%- set old = monday.sqlserver__staged_swap_two_part(production) -%}
    {%- set sql -%}
declare @grants{{ number }} nvarchar(max);
        select @grants{{ number }} = string_agg(cast(
            case p.state when 'D' then N'deny ' when 'R' then N'revoke ' else N'grant ' end
            + p.permission_name collate database_default
            + {{ monday.text_literal(' on ' ~ old) }}
            + case when p.minor_id = 0 then N'' else N' (' + quotename(c.name) + N')' end
            + case p.state when 'R' then N' from ' else N' to ' end + quotename(u.name)
            + case when p.state = 'W' then N' with grant option' when p.state in ('D', 'R') then N' cascade' else N'' end + N';'
        as nvarchar(max)), N'') within group (order by 2 * p.minor_id + case p.state when 'D' then 1 else 0 end)
        {{ monday.sqlserver__staged_swap_permissions(production) }}
          and p.state in ('G', 'W', 'D', 'R')
          and (p.minor_id = 0 or exists (
              select 1 from sys.columns as k
              where k.object_id = object_id({{ monday.text_literal(monday.sqlserver__staged_swap_two_part(stage)) }}) and k.name = c.name
          ))
          {%- for privilege, principals in wanted.items() %}
          and not (p.minor_id = 0 and p.state in ('G', 'W') and p.permission_name = {{ monday.text_literal(privilege | upper) }}
                   {%- if principals %} and u.name not in ({{ monday.sqlserver__staged_swap_literals(principals) }}){% endif %})
          {%- endfor %};
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#- Texts as a list of literals. dbt accepts a single principal without brackets too. -#}
{% macro sqlserver__staged_swap_literals(texts) %}
    {%- set literals = [] -%}
    {%- for text in ([texts] if texts is string else texts) -%}{%- do literals.append(monday.text_literal(text)) -%}{%- endfor -%}
    {{- return(literals | join(', ')) -}}
{% endmacro %}

{#-
    The FROM and WHERE clauses for the grantable permissions of a table: permissions p, principals u, and columns c for
    permissions on one column.
-#}
{% macro sqlserver__staged_swap_permissions(relation) %}
    {%- set sql -%}
from sys.database_permissions as p
        join sys.database_principals as u on u.principal_id = p.grantee_principal_id
        join sys.objects as o on o.object_id = p.major_id
        join sys.schemas as s on s.schema_id = o.schema_id
        left join sys.columns as c on c.object_id = p.major_id and c.column_id = p.minor_id
        where p.class = 1 and p.major_id = object_id({{ monday.text_literal(monday.sqlserver__staged_swap_two_part(relation)) }})
          and u.name not in (N'dbo', N'sys', N'INFORMATION_SCHEMA', user_name())
          and u.principal_id <> coalesce(o.principal_id, s.principal_id)
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#- Runs the statements, once the table has the name that they refer to. -#}
{% macro sqlserver__staged_swap_give_grants(number='') %}
    {{- return("if @grants" ~ number ~ " is not null exec sp_executesql @grants" ~ number ~ ";") -}}
{% endmacro %}

{#- Revokes all grants and denies on a table, before it gets those of the table whose name it takes. -#}
{% macro sqlserver__staged_swap_take_grants(relation) %}
    {%- set sql -%}
declare @revokes nvarchar(max);
        select @revokes = string_agg(cast(
            N'revoke ' + p.permission_name collate database_default
            + {{ monday.text_literal(' on ' ~ monday.sqlserver__staged_swap_two_part(relation)) }}
            + case when p.minor_id = 0 then N'' else N' (' + quotename(c.name) + N')' end
            + N' from ' + quotename(u.name) + N' cascade;'
        as nvarchar(max)), N'')
        {{ monday.sqlserver__staged_swap_permissions(relation) }}
          and p.state in ('G', 'W', 'D');
        if @revokes is not null exec sp_executesql @revokes;
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
