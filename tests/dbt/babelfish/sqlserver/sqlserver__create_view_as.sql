{#- Babelfish lacks `create or alter view`. -#}
{% macro sqlserver__create_view_as(relation, sql) %}
    {{ get_use_database_sql(relation.database) }}
    {%- set name = relation.include(database=False) %}
    exec({{ monday.text_literal('drop view if exists ' ~ name) }});
    exec({{ monday.text_literal('create view ' ~ name ~ ' as ' ~ sql) }});
{% endmacro %}
