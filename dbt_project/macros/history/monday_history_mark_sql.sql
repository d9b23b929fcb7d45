{#- A statement that marks a column of a history as kept aside. The mark stays with the column when it is renamed. -#}
{% macro monday_history_mark_sql(relation, column) %}
    {{- return(adapter.dispatch('monday_history_mark_sql', 'monday')(relation, column)) -}}
{% endmacro %}

{% macro default__monday_history_mark_sql(relation, column) %}
    {%- do monday.no_engine_macro('monday_history_mark_sql') -%}
{% endmacro %}

{% macro duckdb__monday_history_mark_sql(relation, column) %}
    {{- return("comment on column " ~ monday.staged_swap_name(relation) ~ "." ~ monday.column_name(column) ~ " is 'monday: kept aside'") -}}
{% endmacro %}

{% macro sqlserver__monday_history_mark_sql(relation, column) %}
    {{- return(
        get_use_database_sql(relation.database) ~ "\nexec sys.sp_addextendedproperty N'monday_kept_aside', 1, N'SCHEMA', "
        ~ monday.text_literal(relation.schema) ~ ", N'TABLE', " ~ monday.text_literal(relation.identifier) ~ ", N'COLUMN', " ~ monday.text_literal(column) ~ ";"
    ) -}}
{% endmacro %}

{#- A query for the names of the columns that have this mark. -#}
{% macro monday_history_marked_sql(relation) %}
    {{- return(adapter.dispatch('monday_history_marked_sql', 'monday')(relation)) -}}
{% endmacro %}

{% macro default__monday_history_marked_sql(relation) %}
    {%- do monday.no_engine_macro('monday_history_marked_sql') -%}
{% endmacro %}

{% macro duckdb__monday_history_marked_sql(relation) %}
    {%- set places = [] -%}
    {%- for key, value in {'database_name': relation.database, 'schema_name': relation.schema, 'table_name': relation.identifier}.items() -%}
        {%- do places.append('lower(' ~ key ~ ') = lower(' ~ monday.text_literal(value) ~ ')') -%}
    {%- endfor -%}
    {{- return("select column_name from duckdb_columns() where " ~ places | join(' and ') ~ " and comment = 'monday: kept aside'") -}}
{% endmacro %}

{% macro sqlserver__monday_history_marked_sql(relation) %}
    {%- set query -%}
{{ get_use_database_sql(relation.database) }}
select c.name as name
from sys.extended_properties as p
inner join sys.columns as c on c.object_id = p.major_id and c.column_id = p.minor_id
where p.class = 1 and p.major_id = object_id({{ monday.text_literal(monday.sqlserver__staged_swap_two_part(relation)) }}) and p.name = N'monday_kept_aside'
    {%- endset -%}
    {{- return(query) -}}
{% endmacro %}
