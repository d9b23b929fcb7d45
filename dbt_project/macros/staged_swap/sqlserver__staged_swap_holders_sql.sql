{#-
    Sets @holders to sentences, to be appended to a message, that name the sessions which block others: session, login,
    program, start time, statement. `object` is SQL for the quoted name of a table, `resource` for the name of an
    applock, of which the server shows 32 characters. @holders stays empty if the login lacks `view server state`. Every
    text names a collation, because system views may have their own or a database's.
-#}
{% macro sqlserver__staged_swap_holders_sql(object='null', resource='null') %}
    {%- set query -%}
select @told = left(string_agg(cast(concat(
    N' Session ', s.session_id, N' of ', s.login_name collate database_default, N' (', s.program_name collate database_default, N') holds it, since ',
    convert(nvarchar(19), coalesce(r.start_time, s.last_request_start_time), 120), N', with: ',
    left(replace(replace(replace(t.[text] collate database_default, char(13), N' '), char(10), N' '), char(9), N' '), 200), N'.'
) as nvarchar(max)), N''), 900)
from (
    select distinct top (3) l.request_session_id as session_id
    from sys.dm_tran_locks as l
    where l.resource_database_id = db_id() and l.request_status = 'GRANT' and l.request_session_id <> @@spid
      and (
          l.resource_type = 'OBJECT' and l.resource_associated_entity_id = object_id(@object)
          or l.resource_type = 'APPLICATION' and charindex(left(@resource, 32), l.resource_description) > 0
      )
) as h
join sys.dm_exec_sessions as s on s.session_id = h.session_id
left join sys.dm_exec_requests as r on r.session_id = s.session_id
left join sys.dm_exec_connections as c on c.session_id = s.session_id and c.parent_connection_id is null
outer apply sys.dm_exec_sql_text(coalesce(r.sql_handle, c.most_recent_sql_handle)) as t;
    {%- endset -%}
declare @holders nvarchar(1000), @object nvarchar(300) = {{ object }}, @resource nvarchar(255) = {{ resource }};
begin try
    exec sp_executesql {{ monday.text_literal(query) }}, N'@object nvarchar(300), @resource nvarchar(255), @told nvarchar(1000) output',
        @object = @object, @resource = @resource, @told = @holders output;
end try
begin catch
    set @holders = null;
end catch;
{%- endmacro %}
