{#-
    A generic test: every id in column `link` is in column `key` of `to`. `only` limits the rows to those of one monday
    column: {name, id}. Passes while one of the two tables does not exist yet, so that either can be built first. Ids
    are compared as numbers: as texts from two databases they could have two collations, which SQL Server cannot
    compare.
-#}
{% test linked_items_exist(model, link, to, key, only=none) %}
{%- set id_type = monday.monday_sql_type('bigint') -%}
{%- if monday.linked_items_are_built(model) and monday.linked_items_are_built(to) %}
select links.{{ monday.column_name(link) }} as missing_id, count(*) as links
from {{ monday.tested_rows(model, 'links') }}
left join {{ to }} as targets
    on {{ monday.monday_try_cast('targets.' ~ monday.column_name(key), id_type) }} = {{ monday.monday_try_cast('links.' ~ monday.column_name(link), id_type) }}
where links.{{ monday.column_name(link) }} is not null
  and targets.{{ monday.column_name(key) }} is null
{%- if only %}
  and links.{{ monday.column_name(only.name) }} = '{{ only.id | replace("'", "''") }}'
{%- endif %}
group by links.{{ monday.column_name(link) }}
{%- else %}
select 1 as not_built where 1 = 0
{%- endif %}
{% endtest %}

{#-
    Whether the table exists in the database; assumed true if the database may not be queried or a test's `where`
    filters the table.
-#}
{% macro linked_items_are_built(relation) %}
    {%- if not execute or not flags.INTROSPECT or relation is string -%}
        {{- return(true) -}}
    {%- endif -%}
    {{- return(adapter.get_relation(relation.database, relation.schema, relation.identifier) is not none) -}}
{% endmacro %}
