select name, system_type_name
        from sys.dm_exec_describe_first_result_set(N'select 1 as [it''s]', null, 0)
        where is_hidden = 0
        order by column_ordinal
