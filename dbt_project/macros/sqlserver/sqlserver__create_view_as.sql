{#-
    dbt-sqlserver's macro with N before the literal, see sqlserver__get_test_sql. Its tables, snapshots and unit tests
    use such a view, so this macro preserves column titles for all of them.
-#}
{% macro sqlserver__create_view_as(relation, sql) %}
    {%- if config.get('materialized') == 'view' -%}
        {{ raise_if_query_options_set('view materializations (SQL Server does not accept OPTION on CREATE VIEW)') }}
    {%- endif -%}
    {{ get_use_database_sql(relation.database) }}
    {%- if config.get('contract').enforced %}
        {{ get_assert_columns_equivalent(sql) }}
    {%- endif %}
    exec({{ monday.text_literal('create or alter view ' ~ relation.include(database=False) ~ ' as ' ~ sql) }});
{% endmacro %}
