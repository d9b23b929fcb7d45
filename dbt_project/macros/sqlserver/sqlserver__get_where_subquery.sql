{#- dbt's macro with an alias for the subquery that --empty puts in the table's place, see tested_rows. -#}
{% macro sqlserver__get_where_subquery(relation) %}
    {%- set where = config.get('where') -%}
    {%- if not where -%}
        {{- return(relation) -}}
    {%- endif -%}
    {%- set rows = relation if relation.limit is none else relation ~ ' as no_rows' -%}
    {{- return('(select * from ' ~ rows ~ ' where ' ~ where ~ ') dbt_subquery') -}}
{% endmacro %}
