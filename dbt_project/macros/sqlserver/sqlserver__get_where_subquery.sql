{#- dbt's own with a name for the subquery that stands in the table's place with --empty, see tested_rows. -#}
{% macro sqlserver__get_where_subquery(relation) %}
    {%- set where = config.get('where') -%}
    {%- if not where -%}
        {{- return(relation) -}}
    {%- endif -%}
    {%- set rows = relation if relation.limit is none else relation ~ ' as no_rows' -%}
    {{- return('(select * from ' ~ rows ~ ' where ' ~ where ~ ') dbt_subquery') -}}
{% endmacro %}
