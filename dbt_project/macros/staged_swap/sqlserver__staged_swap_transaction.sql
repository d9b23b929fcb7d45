{#-
    Combines steps that change which table has a name into one T-SQL batch: a transaction that waits at most
    `lock_seconds` for its lock, so that new readers never queue behind it for longer, and is retried
    with growing pauses for up to `wait_seconds`.
    - sp_rename reports failure by RAISERROR, which xact_abort ignores: hence TRY and, before
      COMMIT, the check that the table exists.
    - Only a lock timeout (1222) and a deadlock (1205) are retried. deadlock_priority low makes this
      session the deadlock victim, not a reader.
    - lock_timeout and deadlock_priority belong to the session, which dbt goes on using: they are reset on
      every way out.
    - A step that waits for a table first records its name, for the message: sqlserver__staged_swap_take. The
      query for who holds it runs while the lock timeout still limits that query too.
    - With `leave_open`, hooks follow in batches of their own, and if one fails, no code of ours
      runs any more. The build's applock is therefore released before them: from here to the
      commit the names are locked in the catalog, where a second build has to wait for them.
-#}
{% macro sqlserver__staged_swap_transaction(relations, steps, lock_seconds, wait_seconds, release, leave_open) %}
    {%- set tables, missing = [], [] -%}
    {%- for relation in relations -%}
        {%- do tables.append(relation.schema ~ '.' ~ relation.identifier) -%}
        {%- do missing.append("object_id(" ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(relation)) ~ ", N'U') is null") -%}
    {%- endfor -%}
    {%- set kept = 'staged_swap left ' ~ tables | join(', ') ~ ' as ' ~ ('it was: ' if tables | length == 1 else 'they were: ') -%}
    {%- set sql %}
set xact_abort on;
set lock_timeout {{ (lock_seconds * 1000) | int }};
set deadlock_priority low;
declare @waits_for nvarchar(300) = {{ monday.text_literal(monday.sqlserver__staged_swap_two_part(relations[0])) }}, @error int, @message nvarchar(2048);
declare @give_up datetime2(3) = dateadd(second, {{ wait_seconds | int }}, sysutcdatetime());
declare @pause int = 1;
while 1 = 1
begin
    begin try
        if @@trancount = 0 begin transaction;
        {{ steps | join('\n        ') }}
        if {{ missing | join(' or ') }}
            throw 50001, N'staged_swap: the renamed table is missing; the exchange was undone', 1;
        {% if leave_open -%}
        {{ release }}
        {% else -%}
        commit transaction;
        {% endif -%}
        break;
    end try
    begin catch
        set @error = error_number();
        if @@trancount > 0 rollback transaction;
        if @error not in (1205, 1222) or sysutcdatetime() >= @give_up
        begin
            if @error in (1205, 1222)
            begin
                {{ monday.sqlserver__staged_swap_holders_sql('@waits_for') | indent(16) }}
            end;
            set lock_timeout -1;
            set deadlock_priority normal;
            {{ release }}
            if @error in (1205, 1222)
            begin
                set @message = concat({{ monday.text_literal(kept) }}, @waits_for, {{ monday.text_literal(
                    ' was in use for ' ~ wait_seconds ~ ' seconds on end; end the long reader and run it again.'
                ) }}, @holders);
                set @message = replace(@message, '%', '%%');
                throw 50002, @message, 1;
            end;
            if @error = 547
            begin
                set @message = replace(concat({{ monday.text_literal(
                    kept ~ 'a constraint refuses the new rows; correct what it names, or drop it. SQL Server says: '
                ) }}, error_message()), '%', '%%');
                throw 50007, @message, 1;
            end;
            throw;
        end;
    end catch;
    {{ monday.sqlserver__staged_swap_pause() }}
    set @pause = case when @pause < 15 then @pause * 2 else 30 end;
end;
set lock_timeout -1;
set deadlock_priority normal;
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#- A step that needs exclusive access to a table, after a statement that records the table's name. -#}
{% macro sqlserver__staged_swap_take(relation, step) %}
    {{- return("set @waits_for = " ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(relation)) ~ ";\n        " ~ step) -}}
{% endmacro %}

{#- Renames a table and its primary key. -#}
{% macro sqlserver__staged_swap_rename(from, to) %}
    {{- return(monday.sqlserver__staged_swap_rename_table(from, to) ~ "\n        " ~ monday.sqlserver__staged_swap_rename_key(from, to)) -}}
{% endmacro %}

{#- sp_rename takes the old name quoted and the new one unquoted. -#}
{% macro sqlserver__staged_swap_rename_table(from, to) %}
    {{- return("exec sys.sp_rename " ~ monday.text_literal(monday.sqlserver__staged_swap_two_part(from)) ~ ", " ~ monday.text_literal(to.identifier) ~ ", N'OBJECT';") -}}
{% endmacro %}

{#- Renames the primary key that is named after table `from` to the name that belongs to table `to`. -#}
{% macro sqlserver__staged_swap_rename_key(from, to) %}
    {{- return(monday.sqlserver__staged_swap_rename_constraint(monday.staged_swap_beside(from, monday.staged_swap_key_name(from)), monday.staged_swap_key_name(to))) -}}
{% endmacro %}
