{#- Part of staged_swap_dependents_sql: what somebody has attached to the table, and a swap would drop with it. -#}
{% macro sqlserver__staged_swap_attachments_sql(object) %}
    {%- set sql -%}
        union all
        select 'it has a full-text index, which would be gone with a swap; drop that', 'full-text index'
        from sys.fulltext_indexes as x
        where x.object_id = {{ object }}
        union all
        select concat('it has the trigger ', r.name, ', which would be gone with a swap; drop that'), 'trigger'
        from sys.triggers as r
        where r.parent_id = {{ object }} and r.parent_class = 1
        union all
        select 'change tracking is on for it and would end with a swap; switch it off', 'change tracking'
        from sys.change_tracking_tables as g
        where g.object_id = {{ object }}
        union all
        select concat('it has the foreign key ', f.name, ', which would be gone with a swap; drop that'), 'foreign key'
        from sys.foreign_keys as f
        where f.parent_object_id = {{ object }}
        union all
        select concat('it has the check constraint ', k.name, ', which would be gone with a swap; drop that'), 'check constraint'
        from sys.check_constraints as k
        where k.parent_object_id = {{ object }}
        union all
        select concat('it has the default constraint ', v.name, ', which would be gone with a swap; drop that'), 'default constraint'
        from sys.default_constraints as v
        where v.parent_object_id = {{ object }}
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
