{#-
    dbt's test with an alias for the table, see sqlserver__test_not_null, and N before the values, see
    sqlserver__get_test_sql.
-#}
{% macro sqlserver__test_accepted_values(model, column_name, values, quote=True) %}
{%- set listed = [] -%}
{%- for value in values -%}{%- do listed.append("N'" ~ value ~ "'" if quote else value) -%}{%- endfor %}
with all_values as (
    select {{ column_name }} as value_field, count(*) as n_records
    from {{ monday.tested_rows(model, 'tested') }}
    group by {{ column_name }}
)

select *
from all_values
where value_field not in ({{ listed | join(', ') }})
{% endmacro %}
