{#- dbt's test with aliases for the tables, see sqlserver__test_not_null. -#}
{% macro sqlserver__test_relationships(model, column_name, to, field) %}
with child as (
    select {{ column_name }} as from_field
    from {{ monday.tested_rows(model, 'tested') }}
    where {{ column_name }} is not null
),

parent as (
    select {{ field }} as to_field
    from {{ to }} as referred
)

select from_field
from child
left join parent on child.from_field = parent.to_field
where parent.to_field is null
{% endmacro %}
