declare @wrong nvarchar(2048) = (
            select top (1) replace(error_message, '%', '%%')
            from sys.dm_exec_describe_first_result_set(N'select 1 as [it''s]', null, 0)
            where error_number is not null
        );
        if @wrong is not null throw 50004, @wrong, 1;
        select name, system_type_name
        from sys.dm_exec_describe_first_result_set(N'select 1 as [it''s]', null, 0)
        where is_hidden = 0
        order by column_ordinal
