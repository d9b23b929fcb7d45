{#-
    A generic test: a cell that shows something has at least one row in the model. `item` and `column` name the model's
    columns for the item and the column id; `column_ids` are the columns that the model reads.
-#}
{% test links_match_raw(model, raw, item, column, column_ids) %}
{%- set text = monday.monday_sql_type('nvarchar(100)') -%}
{%- for column_id in column_ids %}
{%- set literal = "'" ~ (column_id | replace("'", "''")) ~ "'" %}
{{ 'union all' if not loop.first }}
select cells.item_id, cells.column_id
from {{ raw }} as cells
where cells.column_id = {{ literal }}
  and {{ monday.monday_filled('cells.text') }} is not null
  and not exists (
      select 1
      from {{ monday.tested_rows(model, 'links') }}
      where links.{{ monday.column_name(column) }} = {{ literal }}
        and cast(links.{{ monday.column_name(item) }} as {{ text }}) = cast(cells.item_id as {{ text }})
  )
{%- endfor %}
{% endtest %}
