{#-
    Part of staged_swap_dependents_sql: what hides rows, keeps their history, or lets them be read through a view in
    another schema, and would end with a swap.
-#}
{% macro sqlserver__staged_swap_protections_sql(object) %}
    {%- set sql -%}
        union all
        select {{ monday.text_literal('it is system-versioned and a swap would end its history; switch that off' ~ monday.staged_swap_advice('history')) }}, ''
        from sys.tables as t
        where t.object_id = {{ object }} and t.temporal_type <> 0
        union all
        select concat('it stands on the partition scheme ', d.name, ', and a swap would undo that;',
                      ' take it off, and partition a table of your own that is filled from this one'), ''
        from sys.indexes as i
        join sys.data_spaces as d on d.data_space_id = i.data_space_id
        where i.object_id = {{ object }} and i.index_id in (0, 1) and d.type = 'PS'
        union all
        select concat('it belongs to ', user_name(o.principal_id), ', and the new table would belong to the owner of the schema, so that views might',
                      ' no longer read it; run alter authorization on object::', quotename(s.name), '.', quotename(o.name), ' to schema owner'), ''
        from sys.objects as o
        join sys.schemas as s on s.schema_id = o.schema_id
        where o.object_id = {{ object }} and o.principal_id <> s.principal_id
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}

{#- What neither a swap nor an exchange of rows can preserve. `kind` is true if the query has that column too. -#}
{% macro sqlserver__staged_swap_unreachable_sql(object, kind=false) %}
    {%- set sql -%}
        union all
        select distinct concat('the security policy ', object_schema_name(r.object_id), '.', object_name(r.object_id),
                      ' filters it, and would end with a swap or hide rows from the build; drop it and filter in a view over the table'){{ ", ''" if kind }}
        from sys.security_predicates as r
        where r.target_object_id = {{ object }}
        union all
        select concat('its column ', c.name, ' is encrypted by Always Encrypted, and the build would put plain values there;',
                      ' encrypt in a table of your own that is filled from this one'){{ ", ''" if kind }}
        from sys.columns as c
        where c.object_id = {{ object }} and c.encryption_type is not null
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
