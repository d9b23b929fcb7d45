-- Generated from boards/lots.yml: edit that file, not this one, then run
-- `monday-board update lots`.

{{ config(
    materialized="staged_swap",
    unique_key=["Item ID"],
    alias="lots",
    tags=["monday_lots"],
    meta={"swap_rows_from": ["raw_monday", "lots"], "swap_max_shrink_percent": 50, "swap_min_rows": 0, "swap_with": ["tasks"], "monday_sql": "sha256:c4de1fffc870"}
) }}
{% if not execute %}{{ ref('tasks') }}{% endif %}

select
    {{ monday.monday_key("nvarchar(100)") }} as {{ monday.column_name("Item ID") }},
    {{ monday.monday_name("name") }} as {{ monday.column_name("Name") }},
    {{ monday.monday_group("__group__") }} as {{ monday.column_name("Group") }},
    {{ monday.monday_last_updated("__updated_at__") }} as {{ monday.column_name("Updated At") }},
    {{ monday.monday_item_id("__parent_item__") }} as {{ monday.column_name("Parent Item ID") }}
from {{ monday.monday_rows(source('raw_monday', 'lots')) }}
where {{ monday.staged_swap_changed('item_id') }}
group by item_id
