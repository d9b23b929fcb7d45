{#- More of staged_swap_dependents_sql: what hides rows or keeps their history, and would end with a swap. -#}
{% macro sqlserver__staged_swap_protections_sql(object) %}
    {%- set sql -%}
        union all
        select distinct concat('the security policy ', object_schema_name(r.object_id), '.', object_name(r.object_id),
                      ' filters it and would end with a swap; drop it and filter in a view over the table')
        from sys.security_predicates as r
        where r.target_object_id = {{ object }}
        union all
        select {{ text_literal('it is system-versioned and a swap would end its history; switch that off' ~ staged_swap_advice('history')) }}
        from sys.tables as t
        where t.object_id = {{ object }} and t.temporal_type <> 0
    {%- endset -%}
    {{- return(sql) -}}
{% endmacro %}
