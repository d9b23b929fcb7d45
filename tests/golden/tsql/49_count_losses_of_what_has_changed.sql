select column_id, count(*), min(column_type), max(column_type),
    sum(case
        when column_id = 'text_1' then case when charindex(nchar(65533), text collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), text collate Latin1_General_100_BIN2) > 0 then 1 else 0 end
        when...
