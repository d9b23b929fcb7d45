-- Generated from boards/orders.yml: edit that file, not this one, then run
-- `monday-board update orders`.

{{ config(
    materialized="staged_swap",
    unique_key=["Item ID"],
    alias="order_lines",
    schema="reporting",
    tags=["monday_orders", "finance"],
    meta={"swap_rows_from": ["raw_monday", "orders"], "swap_max_shrink_percent": 50, "swap_min_rows": 0, "swap_max_losses": 0, "swap_keep_previous": true, "swap_indexes": [{"columns": ["Unit price"], "unique": false, "include": []}], "monday_sql": "sha256:fe3922e2c0d2"}
) }}

select
    {{ monday.monday_key("nvarchar(100)") }} as {{ monday.column_name("Item ID") }},
    {{ monday.monday_name("name") }} as {{ monday.column_name("Name") }},
    {{ monday.monday_group("__group__") }} as {{ monday.column_name("Group") }},
    {{ monday.monday_last_updated("__updated_at__") }} as {{ monday.column_name("Updated At") }},
    {{ monday.monday_numbers("numeric_1", data_type="decimal(18,4)") }} as {{ monday.column_name("Unit price") }},
    {{ monday.monday_numbers("numeric_1", data_type="decimal(18,4)") }} as {{ monday.column_name("Price") }},
    {{ monday.monday_timeline("timeline_1") }} as {{ monday.column_name("T") }},
    {{ monday.monday_timeline("timeline_1", part="from") }} as {{ monday.column_name("T from") }},
    {{ monday.monday_timeline("timeline_1", data_type="datetime2(0)", part="to") }} as {{ monday.column_name("T to") }},
    {{ monday.monday_timeline("timeline_1", part="changed at") }} as {{ monday.column_name("T changed at") }},
    {{ monday.monday_status("status") }} as {{ monday.column_name("\x7b\x7b 7*7 \x7d\x7d") }},
    {{ monday.monday_unknown("odd_1") }} as {{ monday.column_name("x\x22\x5d") }},
    {{ monday.monday_gone("date") }} as {{ monday.column_name("Old") }},
    {{ monday.monday_formula("formula_1") }} as {{ monday.column_name("Sum") }},
    {{ monday.monday_mirror("mirror_1") }} as {{ monday.column_name("Site") }}
from {{ monday.monday_rows(source('raw_monday', 'orders')) }}
where {{ monday.staged_swap_changed('item_id') }}
group by item_id
