-- Generated from boards/orders.yml: edit that file, not this one, then run
-- `monday-board update orders`.

{{ config(
    materialized="staged_swap",
    unique_key=["Item ID"],
    alias="order_lines",
    schema="reporting",
    tags=["monday_orders"],
    meta={"swap_rows_from": ["raw_monday", "orders"], "swap_max_shrink_percent": 50, "swap_min_rows": 0, "swap_max_losses": 0, "swap_keep_previous": true, "swap_indexes": [{"columns": ["Unit price"], "unique": false, "include": []}]}
) }}

select
    {{ monday_key("nvarchar(100)") }} as {{ column_name("Item ID") }},
    {{ monday_name("name") }} as {{ column_name("Name") }},
    {{ monday_group("__group__") }} as {{ column_name("Group") }},
    {{ monday_last_updated("__updated_at__") }} as {{ column_name("Updated At") }},
    {{ monday_numbers("numeric_1", data_type="decimal(18,4)") }} as {{ column_name("Unit price") }},
    {{ monday_numbers("numeric_1", data_type="decimal(18,4)") }} as {{ column_name("Price") }},
    {{ monday_timeline("timeline_1") }} as {{ column_name("T") }},
    {{ monday_timeline("timeline_1", part="from") }} as {{ column_name("T from") }},
    {{ monday_timeline("timeline_1", part="to") }} as {{ column_name("T to") }},
    {{ monday_status("status") }} as {{ column_name("\x7b\x7b 7*7 \x7d\x7d") }},
    {{ monday_unknown("odd_1") }} as {{ column_name("x\x22\x5d") }},
    {{ monday_gone("date") }} as {{ column_name("Old") }}
from {{ monday_rows(source('raw_monday', 'orders')) }}
group by item_id
