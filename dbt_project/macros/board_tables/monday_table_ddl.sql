{#-
    Prints the `create table` statement of a board's table for the target's engine. Needs no connection.
        dbt run-operation monday_table_ddl --args '{table: {database, schema, name,
        key: {name, data_type}, columns: [{id, name, type, data_type?, part?}]}}'
-#}
{% macro monday_table_ddl(table) %}
    {%- set types = monday.monday_types() -%}
    {%- set columns = [] -%}
    {%- set key = table.get('key') -%}
    {%- if key -%}
        {%- do columns.append({'name': key.name, 'type': monday.monday_sql_type(key.get('data_type') or 'nvarchar(100)')}) -%}
    {%- endif -%}
    {%- for column in table.columns -%}
        {%- set macro = types.get(column.type, types['unknown']) -%}
        {%- do columns.append({
            'name': column.name,
            'type': macro(column.id, data_type=column.get('data_type'), part=column.get('part'), get='type'),
        }) -%}
    {%- endfor -%}
    {%- set relation = api.Relation.create(
        database=table.get('database') or target.database, schema=table.get('schema') or target.schema, identifier=table.name, type='table'
    ) -%}
    {%- if execute -%}
    {%- do print(monday.staged_swap_create_table_sql(relation, columns, [key.name] if key else []) ~ ';') -%}
    {%- endif -%}
{% endmacro %}
