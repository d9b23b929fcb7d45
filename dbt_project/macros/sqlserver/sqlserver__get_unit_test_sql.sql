{#- dbt-sqlserver's macro with N before the literals, see sqlserver__get_test_sql. -#}
{% macro sqlserver__get_unit_test_sql(main_sql, expected_fixture_sql, expected_column_names) %}
    {%- set suffix = '_' ~ (range(1300, 19000) | random) ~ ']' -%}
    {%- set actual = '[' ~ target.schema ~ '].[testview_' ~ local_md5(main_sql) ~ suffix -%}
    {%- set expected = '[' ~ target.schema ~ '].[expectedview_' ~ local_md5(expected_fixture_sql) ~ suffix -%}
    {%- set names = expected_column_names | join(', ') -%}
    {{ get_use_database_sql(target.database) }}
    {{ create_schema_if_not_exists(target.schema) }}
    exec({{ monday.text_literal('create view ' ~ actual ~ ' as ' ~ main_sql) }});
    exec({{ monday.text_literal('create view ' ~ expected ~ ' as ' ~ expected_fixture_sql) }});
    select {{ names }}, 'actual' as {{ adapter.quote('actual_or_expected') }} from {{ actual }}
    union all
    select {{ names }}, 'expected' as {{ adapter.quote('actual_or_expected') }} from {{ expected }};
    exec({{ monday.text_literal('drop view ' ~ actual) }});
    exec({{ monday.text_literal('drop view ' ~ expected) }});
{% endmacro %}
