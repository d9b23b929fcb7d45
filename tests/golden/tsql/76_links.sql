select * from (select
    item_id,
    cast(N'It''s [x]' as nvarchar(128)) as column_name,
    column_id,
    element_position as link_position,
    cast(cast(case when datalength('item') > 0 then 'item' end as nvarchar(50)) as nvarchar(50)) as kind,
    cast(cast(case when datalength(element) > 0 then element end as nvarchar(100)) as nvarchar(100)) as linked_id,
    cast(case when datalength('') > 0 then '' end as nvarchar(max)) as linked_name,
    cast(null as nvarchar(50)) as dependency_type,
    cast(null as int) as lag_days,
    cast(null as bigint) as file_size,
    cast(null as bigint) as uploader_id,
    case when charindex(nchar(65533), 'item' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), 'item' collate Latin1_General_100_BIN2) > 0 or datalength('item') > 100 then 1 else 0 end
    + case when charindex(nchar(65533), element collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), element collate Latin1_General_100_BIN2) > 0 or datalength(element) > 200 then 1 else 0 end
    + case when charindex(nchar(65533), '' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), '' collate Latin1_General_100_BIN2) > 0 then 1 else 0 end as losses
from (
        select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from "Reporting"."raw_monday"."orders" as cells
        cross apply openjson(case when isjson(cells.fields) = 1 then cells.fields end, '$."linked_item_ids"') as elements
        where cells.column_id = 'board_relation_1' and 1 = 1 /* staged_swap_changed item_id */ and try_cast(elements.[key] as int) is not null
) as links) as rows_of_board_relation
union all
select * from (select
    item_id,
    cast(N'It''s [x]' as nvarchar(128)) as column_name,
    column_id,
    element_position as link_position,
    cast(cast(case when datalength('item') > 0 then 'item' end as nvarchar(50)) as nvarchar(50)) as kind,
    cast(cast(case when datalength(element) > 0 then element end as nvarchar(100)) as nvarchar(100)) as linked_id,
    cast(case when datalength('') > 0 then '' end as nvarchar(max)) as linked_name,
    cast(cast(case when datalength(told_type) > 0 then told_type end as nvarchar(50)) as nvarchar(50)) as dependency_type,
    cast(try_cast(case when len(upper(trim(told_lag)) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(told_lag)) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(told_lag)) collate Latin1_General_100_BIN2, charindex('.', upper(trim(told_lag)) collate Latin1_General_100_BIN2 + '.') + 1)) end as int) as int) as lag_days,
    cast(null as bigint) as file_size,
    cast(null as bigint) as uploader_id,
    case when charindex(nchar(65533), 'item' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), 'item' collate Latin1_General_100_BIN2) > 0 or datalength('item') > 100 then 1 else 0 end
    + case when charindex(nchar(65533), element collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), element collate Latin1_General_100_BIN2) > 0 or datalength(element) > 200 then 1 else 0 end
    + case when charindex(nchar(65533), '' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), '' collate Latin1_General_100_BIN2) > 0 then 1 else 0 end
    + case when charindex(nchar(65533), told_type collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), told_type collate Latin1_General_100_BIN2) > 0 or datalength(told_type) > 100 then 1 else 0 end
    + case when datalength(told_lag) > 0 and (try_cast(case when len(upper(trim(told_lag)) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(told_lag)) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(told_lag)) collate Latin1_General_100_BIN2, charindex('.', upper(trim(told_lag)) collate Latin1_General_100_BIN2 + '.') + 1)) end as int) is null or upper(trim(told_lag)) collate Latin1_General_100_BIN2 like '%.%[1-9]%') then 1 else 0 end as losses
from (
        select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from "Reporting"."raw_monday"."orders" as cells
        cross apply openjson(case when isjson(cells.fields) = 1 then cells.fields end, '$."linked_item_ids"') as elements
        where cells.column_id = 'dependency_1' and 1 = 1 /* staged_swap_changed item_id */ and try_cast(elements.[key] as int) is not null
) as links
left join (
        select beside_item_id, beside_id, max(told_type) as told_type, max(told_lag) as told_lag
        from (
            select item_id as beside_item_id, json_value(case when isjson(element) = 1 then element end, '$."linked_item_id"') as beside_id, case json_value(case when isjson(element) = 1 then element end, '$."dependency_type"') when '0' then 'FS' when '1' then 'SS' when '2' then 'FF' when '3' then 'SF' else json_value(case when isjson(element) = 1 then element end, '$."dependency_type"') end as told_type, json_value(case when isjson(element) = 1 then element end, '$."lag"') as told_lag
            from (
                select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from "Reporting"."raw_monday"."orders" as cells
        cross apply openjson(case when isjson(cells.fields) = 1 then cells.fields end, '$."dependency_links"') as elements
        where cells.column_id = 'dependency_1' and 1 = 1 /* staged_swap_changed item_id */ and try_cast(elements.[key] as int) is not null
            ) as typed
        ) as told
        group by beside_item_id, beside_id
) as beside on beside.beside_item_id = links.item_id and beside.beside_id = element) as rows_of_dependency
union all
select * from (select
    item_id,
    cast(N'It''s [x]' as nvarchar(128)) as column_name,
    column_id,
    element_position as link_position,
    cast(cast(case when datalength('label') > 0 then 'label' end as nvarchar(50)) as nvarchar(50)) as kind,
    cast(cast(case when datalength(element) > 0 then element end as nvarchar(100)) as nvarchar(100)) as linked_id,
    cast(case when datalength('') > 0 then '' end as nvarchar(max)) as linked_name,
    cast(null as nvarchar(50)) as dependency_type,
    cast(null as int) as lag_days,
    cast(null as bigint) as file_size,
    cast(null as bigint) as uploader_id,
    case when charindex(nchar(65533), 'label' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), 'label' collate Latin1_General_100_BIN2) > 0 or datalength('label') > 100 then 1 else 0 end
    + case when charindex(nchar(65533), element collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), element collate Latin1_General_100_BIN2) > 0 or datalength(element) > 200 then 1 else 0 end
    + case when charindex(nchar(65533), '' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), '' collate Latin1_General_100_BIN2) > 0 then 1 else 0 end as losses
from (
        select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from "Reporting"."raw_monday"."orders" as cells
        cross apply openjson(case when isjson(cells.value) = 1 then cells.value end, '$."ids"') as elements
        where cells.column_id = 'dropdown_1' and 1 = 1 /* staged_swap_changed item_id */ and try_cast(elements.[key] as int) is not null
) as links) as rows_of_dropdown
union all
select * from (select
    item_id,
    cast(N'It''s [x]' as nvarchar(128)) as column_name,
    column_id,
    element_position as link_position,
    cast(cast(case when datalength(case json_value(case when isjson(element) = 1 then element end, '$."fileType"') when 'ASSET' then 'asset' when 'MONDAY_DOC' then 'doc' else 'link' end) > 0 then case json_value(case when isjson(element) = 1 then element end, '$."fileType"') when 'ASSET' then 'asset' when 'MONDAY_DOC' then 'doc' else 'link' end end as nvarchar(50)) as nvarchar(50)) as kind,
    cast(cast(case when datalength(coalesce(json_value(case when isjson(element) = 1 then element end, '$."assetId"'), json_value(case when isjson(element) = 1 then element end, '$."fileId"'))) > 0 then coalesce(json_value(case when isjson(element) = 1 then element end, '$."assetId"'), json_value(case when isjson(element) = 1 then element end, '$."fileId"')) end as nvarchar(100)) as nvarchar(100)) as linked_id,
    cast(case when datalength(json_value(case when isjson(element) = 1 then element end, '$."name"')) > 0 then json_value(case when isjson(element) = 1 then element end, '$."name"') end as nvarchar(max)) as linked_name,
    cast(null as nvarchar(50)) as dependency_type,
    cast(null as int) as lag_days,
    cast(try_cast(case when len(upper(trim(told_size)) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(told_size)) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(told_size)) collate Latin1_General_100_BIN2, charindex('.', upper(trim(told_size)) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as file_size,
    cast(try_cast(case when len(upper(trim(json_value(case when isjson(element) = 1 then element end, '$."createdBy"'))) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(json_value(case when isjson(element) = 1 then element end, '$."createdBy"'))) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(json_value(case when isjson(element) = 1 then element end, '$."createdBy"'))) collate Latin1_General_100_BIN2, charindex('.', upper(trim(json_value(case when isjson(element) = 1 then element end, '$."createdBy"'))) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) as bigint) as uploader_id,
    case when charindex(nchar(65533), case json_value(case when isjson(element) = 1 then element end, '$."fileType"') when 'ASSET' then 'asset' when 'MONDAY_DOC' then 'doc' else 'link' end collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), case json_value(case when isjson(element) = 1 then element end, '$."fileType"') when 'ASSET' then 'asset' when 'MONDAY_DOC' then 'doc' else 'link' end collate Latin1_General_100_BIN2) > 0 or datalength(case json_value(case when isjson(element) = 1 then element end, '$."fileType"') when 'ASSET' then 'asset' when 'MONDAY_DOC' then 'doc' else 'link' end) > 100 then 1 else 0 end
    + case when charindex(nchar(65533), coalesce(json_value(case when isjson(element) = 1 then element end, '$."assetId"'), json_value(case when isjson(element) = 1 then element end, '$."fileId"')) collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), coalesce(json_value(case when isjson(element) = 1 then element end, '$."assetId"'), json_value(case when isjson(element) = 1 then element end, '$."fileId"')) collate Latin1_General_100_BIN2) > 0 or datalength(coalesce(json_value(case when isjson(element) = 1 then element end, '$."assetId"'), json_value(case when isjson(element) = 1 then element end, '$."fileId"'))) > 200 then 1 else 0 end
    + case when charindex(nchar(65533), json_value(case when isjson(element) = 1 then element end, '$."name"') collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), json_value(case when isjson(element) = 1 then element end, '$."name"') collate Latin1_General_100_BIN2) > 0 then 1 else 0 end
    + case when datalength(told_size) > 0 and (try_cast(case when len(upper(trim(told_size)) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(told_size)) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(told_size)) collate Latin1_General_100_BIN2, charindex('.', upper(trim(told_size)) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) is null or upper(trim(told_size)) collate Latin1_General_100_BIN2 like '%.%[1-9]%') then 1 else 0 end
    + case when datalength(json_value(case when isjson(element) = 1 then element end, '$."createdBy"')) > 0 and (try_cast(case when len(upper(trim(json_value(case when isjson(element) = 1 then element end, '$."createdBy"'))) collate Latin1_General_100_BIN2) <= 128 and replace(replace(replace(translate(upper(trim(json_value(case when isjson(element) = 1 then element end, '$."createdBy"'))) collate Latin1_General_100_BIN2, '123456789+<>', '000000000-??'), '0', '<>'), '><', ''), '<>', '0') in ('0', '-0', '0.', '-0.', '.0', '-.0', '0.0', '-0.0') then try_convert(decimal(38,0), left(upper(trim(json_value(case when isjson(element) = 1 then element end, '$."createdBy"'))) collate Latin1_General_100_BIN2, charindex('.', upper(trim(json_value(case when isjson(element) = 1 then element end, '$."createdBy"'))) collate Latin1_General_100_BIN2 + '.') + 1)) end as bigint) is null or upper(trim(json_value(case when isjson(element) = 1 then element end, '$."createdBy"'))) collate Latin1_General_100_BIN2 like '%.%[1-9]%') then 1 else 0 end as losses
from (
        select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from "Reporting"."raw_monday"."orders" as cells
        cross apply openjson(case when isjson(cells.value) = 1 then cells.value end, '$."files"') as elements
        where cells.column_id = 'file_1' and 1 = 1 /* staged_swap_changed item_id */ and try_cast(elements.[key] as int) is not null
) as links
left join (
        select beside_item_id, beside_id, max(told_size) as told_size
        from (
            select item_id as beside_item_id, json_value(case when isjson(element) = 1 then element end, '$."asset_id"') as beside_id, json_value(case when isjson(element) = 1 then element end, '$."asset"."file_size"') as told_size
            from (
                select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from "Reporting"."raw_monday"."orders" as cells
        cross apply openjson(case when isjson(cells.fields) = 1 then cells.fields end, '$."files"') as elements
        where cells.column_id = 'file_1' and 1 = 1 /* staged_swap_changed item_id */ and try_cast(elements.[key] as int) is not null
            ) as typed
        ) as told
        group by beside_item_id, beside_id
) as beside on beside.beside_item_id = links.item_id and beside.beside_id = coalesce(json_value(case when isjson(element) = 1 then element end, '$."assetId"'), json_value(case when isjson(element) = 1 then element end, '$."fileId"'))) as rows_of_file
union all
select * from (select
    item_id,
    cast(N'It''s [x]' as nvarchar(128)) as column_name,
    column_id,
    element_position as link_position,
    cast(cast(case when datalength('item') > 0 then 'item' end as nvarchar(50)) as nvarchar(50)) as kind,
    cast(cast(case when datalength(json_value(case when isjson(element) = 1 then element end, '$."linked_item"."id"')) > 0 then json_value(case when isjson(element) = 1 then element end, '$."linked_item"."id"') end as nvarchar(100)) as nvarchar(100)) as linked_id,
    cast(case when datalength('') > 0 then '' end as nvarchar(max)) as linked_name,
    cast(null as nvarchar(50)) as dependency_type,
    cast(null as int) as lag_days,
    cast(null as bigint) as file_size,
    cast(null as bigint) as uploader_id,
    case when charindex(nchar(65533), 'item' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), 'item' collate Latin1_General_100_BIN2) > 0 or datalength('item') > 100 then 1 else 0 end
    + case when charindex(nchar(65533), json_value(case when isjson(element) = 1 then element end, '$."linked_item"."id"') collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), json_value(case when isjson(element) = 1 then element end, '$."linked_item"."id"') collate Latin1_General_100_BIN2) > 0 or datalength(json_value(case when isjson(element) = 1 then element end, '$."linked_item"."id"')) > 200 then 1 else 0 end
    + case when charindex(nchar(65533), '' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), '' collate Latin1_General_100_BIN2) > 0 then 1 else 0 end as losses
from (
        select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from "Reporting"."raw_monday"."orders" as cells
        cross apply openjson(case when isjson(cells.fields) = 1 then cells.fields end, '$."mirrored_items"') as elements
        where cells.column_id = 'mirror_1' and 1 = 1 /* staged_swap_changed item_id */ and try_cast(elements.[key] as int) is not null
) as links) as rows_of_mirror
union all
select * from (select
    item_id,
    cast(N'It''s [x]' as nvarchar(128)) as column_name,
    column_id,
    element_position as link_position,
    cast(cast(case when datalength(json_value(case when isjson(element) = 1 then element end, '$."kind"')) > 0 then json_value(case when isjson(element) = 1 then element end, '$."kind"') end as nvarchar(50)) as nvarchar(50)) as kind,
    cast(cast(case when datalength(json_value(case when isjson(element) = 1 then element end, '$."id"')) > 0 then json_value(case when isjson(element) = 1 then element end, '$."id"') end as nvarchar(100)) as nvarchar(100)) as linked_id,
    cast(case when datalength('') > 0 then '' end as nvarchar(max)) as linked_name,
    cast(null as nvarchar(50)) as dependency_type,
    cast(null as int) as lag_days,
    cast(null as bigint) as file_size,
    cast(null as bigint) as uploader_id,
    case when charindex(nchar(65533), json_value(case when isjson(element) = 1 then element end, '$."kind"') collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), json_value(case when isjson(element) = 1 then element end, '$."kind"') collate Latin1_General_100_BIN2) > 0 or datalength(json_value(case when isjson(element) = 1 then element end, '$."kind"')) > 100 then 1 else 0 end
    + case when charindex(nchar(65533), json_value(case when isjson(element) = 1 then element end, '$."id"') collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), json_value(case when isjson(element) = 1 then element end, '$."id"') collate Latin1_General_100_BIN2) > 0 or datalength(json_value(case when isjson(element) = 1 then element end, '$."id"')) > 200 then 1 else 0 end
    + case when charindex(nchar(65533), '' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), '' collate Latin1_General_100_BIN2) > 0 then 1 else 0 end as losses
from (
        select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from "Reporting"."raw_monday"."orders" as cells
        cross apply openjson(case when isjson(cells.value) = 1 then cells.value end, '$."personsAndTeams"') as elements
        where cells.column_id = 'people_1' and 1 = 1 /* staged_swap_changed item_id */ and try_cast(elements.[key] as int) is not null
) as links) as rows_of_people
union all
select * from (select
    item_id,
    cast(N'It''s [x]' as nvarchar(128)) as column_name,
    column_id,
    element_position as link_position,
    cast(cast(case when datalength('item') > 0 then 'item' end as nvarchar(50)) as nvarchar(50)) as kind,
    cast(cast(case when datalength(element) > 0 then element end as nvarchar(100)) as nvarchar(100)) as linked_id,
    cast(case when datalength('') > 0 then '' end as nvarchar(max)) as linked_name,
    cast(null as nvarchar(50)) as dependency_type,
    cast(null as int) as lag_days,
    cast(null as bigint) as file_size,
    cast(null as bigint) as uploader_id,
    case when charindex(nchar(65533), 'item' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), 'item' collate Latin1_General_100_BIN2) > 0 or datalength('item') > 100 then 1 else 0 end
    + case when charindex(nchar(65533), element collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), element collate Latin1_General_100_BIN2) > 0 or datalength(element) > 200 then 1 else 0 end
    + case when charindex(nchar(65533), '' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), '' collate Latin1_General_100_BIN2) > 0 then 1 else 0 end as losses
from (
        select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from "Reporting"."raw_monday"."orders" as cells
        cross apply openjson(case when isjson(cells.fields) = 1 then cells.fields end, '$."subitems_ids"') as elements
        where cells.column_id = 'subtasks_1' and 1 = 1 /* staged_swap_changed item_id */ and try_cast(elements.[key] as int) is not null
) as links) as rows_of_subtasks
union all
select * from (select
    item_id,
    cast(N'It''s [x]' as nvarchar(128)) as column_name,
    column_id,
    element_position as link_position,
    cast(cast(case when datalength('tag') > 0 then 'tag' end as nvarchar(50)) as nvarchar(50)) as kind,
    cast(cast(case when datalength(element) > 0 then element end as nvarchar(100)) as nvarchar(100)) as linked_id,
    cast(case when datalength('') > 0 then '' end as nvarchar(max)) as linked_name,
    cast(null as nvarchar(50)) as dependency_type,
    cast(null as int) as lag_days,
    cast(null as bigint) as file_size,
    cast(null as bigint) as uploader_id,
    case when charindex(nchar(65533), 'tag' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), 'tag' collate Latin1_General_100_BIN2) > 0 or datalength('tag') > 100 then 1 else 0 end
    + case when charindex(nchar(65533), element collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), element collate Latin1_General_100_BIN2) > 0 or datalength(element) > 200 then 1 else 0 end
    + case when charindex(nchar(65533), '' collate Latin1_General_100_BIN2) > 0 or charindex(nchar(0), '' collate Latin1_General_100_BIN2) > 0 then 1 else 0 end as losses
from (
        select
            cells.item_id,
            cells.column_id,
            try_cast(elements.[key] as int) as element_position,
            elements.[value] as element
        from "Reporting"."raw_monday"."orders" as cells
        cross apply openjson(case when isjson(cells.value) = 1 then cells.value end, '$."tag_ids"') as elements
        where cells.column_id = 'tags_1' and 1 = 1 /* staged_swap_changed item_id */ and try_cast(elements.[key] as int) is not null
) as links) as rows_of_tags
