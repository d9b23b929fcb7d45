{#- A generic test: no two rows have the same values in all of these columns. -#}
{% test unique_together(model, columns) %}
{%- set quoted = [] -%}
{%- for name in columns -%}{%- do quoted.append(monday.column_name(name)) -%}{%- endfor %}
select {{ quoted | join(', ') }}
from {{ monday.tested_rows(model, 'tested') }}
group by {{ quoted | join(', ') }}
having count(*) > 1
{% endtest %}
