select concat('the trigger ', r.name, ' runs instead of what the build does; drop it, or make it an AFTER trigger') as problem
        from sys.triggers as r
        where r.parent_id = object_id(N'[monday].[orders2]') and r.parent_class = 1 and r.is_instead_of_trigger = 1 and r.is_disabled = 0
        union all
        select distinct concat('the security policy ', object_schema_name(r.object_id), '.', object_name(r.object_id),
                      ' filters it, and would end with a swap or hide rows from the build; drop it and filter in a view over the table')
        from sys.security_predicates as r
        where r.target_object_id = object_id(N'[monday].[orders2]')
        union all
        select concat('its column ', c.name, ' is encrypted by Always Encrypted, and the build would put plain values there;',
                      ' encrypt in a table of your own that is filled from this one')
        from sys.columns as c
        where c.object_id = object_id(N'[monday].[orders2]') and c.encryption_type is not null
