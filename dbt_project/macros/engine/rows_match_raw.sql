{#- A generic test: the model has as many rows as the raw table has items. Each item has one row with column_id name. -#}
{% test rows_match_raw(model, raw) %}
select *
from (
    select
        (select count(*) from {{ monday.tested_rows(model, 'board') }}) as model_rows,
        (select count(*) from {{ raw }} as raw_rows where column_id = 'name') as raw_items
) as counted
where model_rows <> raw_items
{% endtest %}
