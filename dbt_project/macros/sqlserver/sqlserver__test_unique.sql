{#- dbt's test with an alias for the table, see sqlserver__test_not_null. -#}
{% macro sqlserver__test_unique(model, column_name) %}
select {{ column_name }} as unique_field, count(*) as n_records
from {{ monday.tested_rows(model, 'tested') }}
where {{ column_name }} is not null
group by {{ column_name }}
having count(*) > 1
{% endmacro %}
