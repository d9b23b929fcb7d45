{#-
    dbt-sqlserver's macro with N before the literals that it executes. Without N, every character of a column title that
    is not in the database's code page becomes a question mark.
-#}
{% macro sqlserver__get_test_sql(main_sql, fail_calc, warn_if, error_if, limit) %}
    {%- set view = '[' ~ target.schema ~ '].[testview_' ~ local_md5(main_sql) ~ '_' ~ (range(1300, 19000) | random) ~ ']' -%}
    {{ get_use_database_sql(target.database) }}
    {{ create_schema_if_not_exists(target.schema) }}
    exec({{ monday.text_literal('create view ' ~ view ~ ' as ' ~ main_sql) }});
    select
        {{ 'top (' ~ limit ~ ')' if limit is not none }}
        {{ fail_calc }} as failures,
        case when {{ fail_calc }} {{ warn_if }} then 'true' else 'false' end as should_warn,
        case when {{ fail_calc }} {{ error_if }} then 'true' else 'false' end as should_error
    from (
        select * from {{ view }}
    ) as dbt_internal_test;
    exec({{ monday.text_literal('drop view ' ~ view) }});
{% endmacro %}
